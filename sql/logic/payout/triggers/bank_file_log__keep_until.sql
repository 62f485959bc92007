-- A file for a bank is the voucher of the payments in it.
create or replace trigger keep_until before delete on payout.bank_file_log
  for each row execute function payout.refuse_early_deletion('bank_file', 'generated_at');
create or replace trigger keep_until_whole before truncate on payout.bank_file_log
  for each statement execute function payout.refuse_early_deletion('bank_file', 'generated_at');
alter table payout.bank_file_log enable always trigger keep_until;
alter table payout.bank_file_log enable always trigger keep_until_whole;
