-- Which account was opened, renamed or moved to another group.
create or replace trigger audit_insert after insert on ledger.ledgers
  referencing new table as new_rows for each statement execute function audit.record_insert();
create or replace trigger audit_update after update on ledger.ledgers
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update();
create or replace trigger audit_delete after delete on ledger.ledgers
  referencing old table as old_rows for each statement execute function audit.record_delete();
alter table ledger.ledgers enable always trigger audit_insert;
alter table ledger.ledgers enable always trigger audit_update;
alter table ledger.ledgers enable always trigger audit_delete;
