-- A file of a bank is the voucher of what it says was paid.
create or replace trigger keep_until before delete on payout.settlement_files
  for each row execute function payout.refuse_early_deletion('settlement_file', 'uploaded_at');
create or replace trigger keep_until_whole before truncate on payout.settlement_files
  for each statement execute function payout.refuse_early_deletion('settlement_file', 'uploaded_at');
alter table payout.settlement_files enable always trigger keep_until;
alter table payout.settlement_files enable always trigger keep_until_whole;
