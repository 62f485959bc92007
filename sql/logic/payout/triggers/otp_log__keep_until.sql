-- The proof of consent stands as long as the invoice it was given to.
create or replace trigger keep_until before delete on payout.otp_log
  for each row execute function payout.refuse_early_deletion('otp_log', 'otp_sent_at');
create or replace trigger keep_until_whole before truncate on payout.otp_log
  for each statement execute function payout.refuse_early_deletion('otp_log', 'otp_sent_at');
alter table payout.otp_log enable always trigger keep_until;
alter table payout.otp_log enable always trigger keep_until_whole;
