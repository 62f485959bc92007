-- Who changed a customer or supplier, and what they were before.
create or replace trigger audit_insert after insert on billing.parties
  referencing new table as new_rows for each statement execute function audit.record_insert();
create or replace trigger audit_update after update on billing.parties
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update();
create or replace trigger audit_delete after delete on billing.parties
  referencing old table as old_rows for each statement execute function audit.record_delete();
alter table billing.parties enable always trigger audit_insert;
alter table billing.parties enable always trigger audit_update;
alter table billing.parties enable always trigger audit_delete;
