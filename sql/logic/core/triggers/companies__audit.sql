-- Who changed the company, and what it was before.
create or replace trigger audit_insert after insert on core.companies
  referencing new table as new_rows for each statement execute function audit.record_insert();
create or replace trigger audit_update after update on core.companies
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update();
create or replace trigger audit_delete after delete on core.companies
  referencing old table as old_rows for each statement execute function audit.record_delete();
alter table core.companies enable always trigger audit_insert;
alter table core.companies enable always trigger audit_update;
alter table core.companies enable always trigger audit_delete;
