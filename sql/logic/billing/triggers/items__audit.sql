-- Who changed an item or its rate, and what it was before.
create or replace trigger audit_insert after insert on billing.items
  referencing new table as new_rows for each statement execute function audit.record_insert();
create or replace trigger audit_update after update on billing.items
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update();
create or replace trigger audit_delete after delete on billing.items
  referencing old table as old_rows for each statement execute function audit.record_delete();
alter table billing.items enable always trigger audit_insert;
alter table billing.items enable always trigger audit_update;
alter table billing.items enable always trigger audit_delete;
