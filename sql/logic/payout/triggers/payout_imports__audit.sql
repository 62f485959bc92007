-- Which files of payouts were taken.
create or replace trigger audit_insert after insert on payout.payout_imports
  referencing new table as new_rows for each statement execute function audit.record_insert();
create or replace trigger audit_update after update on payout.payout_imports
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update();
create or replace trigger audit_delete after delete on payout.payout_imports
  referencing old table as old_rows for each statement execute function audit.record_delete();
alter table payout.payout_imports enable always trigger audit_insert;
alter table payout.payout_imports enable always trigger audit_update;
alter table payout.payout_imports enable always trigger audit_delete;
