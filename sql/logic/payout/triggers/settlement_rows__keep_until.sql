-- What was applied stays; what was only previewed is replaced by the next preview.
create or replace trigger keep_until after delete on payout.settlement_rows
  referencing old table as old_rows for each statement execute function payout.refuse_deleting_applied_rows();
create or replace trigger keep_until_whole before truncate on payout.settlement_rows
  for each statement execute function payout.refuse_early_deletion('settlement_file', '');
alter table payout.settlement_rows enable always trigger keep_until;
alter table payout.settlement_rows enable always trigger keep_until_whole;
