-- Which e-way bills went under which consolidated one.
create or replace trigger audit_insert after insert on ewaybill.consolidated_members
  referencing new table as new_rows for each statement execute function audit.record_insert();
create or replace trigger audit_update after update on ewaybill.consolidated_members
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update();
create or replace trigger audit_delete after delete on ewaybill.consolidated_members
  referencing old table as old_rows for each statement execute function audit.record_delete();
alter table ewaybill.consolidated_members enable always trigger audit_insert;
alter table ewaybill.consolidated_members enable always trigger audit_update;
alter table ewaybill.consolidated_members enable always trigger audit_delete;
