-- Who was let in, with which role; password hashes never enter the trail.
create or replace trigger audit_insert after insert on core.users
  referencing new table as new_rows for each statement execute function audit.record_insert();
create or replace trigger audit_update after update on core.users
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update();
create or replace trigger audit_delete after delete on core.users
  referencing old table as old_rows for each statement execute function audit.record_delete();
alter table core.users enable always trigger audit_insert;
alter table core.users enable always trigger audit_update;
alter table core.users enable always trigger audit_delete;
