-- A seal is itself an event, sealed by the next: cutting seals off the end leaves events that name them.
create or replace trigger audit_insert after insert on audit.seals
  referencing new table as new_rows for each statement execute function audit.record_insert();
alter table audit.seals enable always trigger audit_insert;
