-- Who made what due again after a call to a portal failed.
create or replace trigger audit_insert after insert on ops.retries
  referencing new table as new_rows for each statement execute function audit.record_insert();
create or replace trigger audit_update after update on ops.retries
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update();
create or replace trigger audit_delete after delete on ops.retries
  referencing old table as old_rows for each statement execute function audit.record_delete();
alter table ops.retries enable always trigger audit_insert;
alter table ops.retries enable always trigger audit_update;
alter table ops.retries enable always trigger audit_delete;
