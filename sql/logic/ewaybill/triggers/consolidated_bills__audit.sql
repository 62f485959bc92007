-- Every consolidated bill asked for, and what the portal made of it.
create or replace trigger audit_insert after insert on ewaybill.consolidated_bills
  referencing new table as new_rows for each statement execute function audit.record_insert();
create or replace trigger audit_update after update on ewaybill.consolidated_bills
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update();
create or replace trigger audit_delete after delete on ewaybill.consolidated_bills
  referencing old table as old_rows for each statement execute function audit.record_delete();
alter table ewaybill.consolidated_bills enable always trigger audit_insert;
alter table ewaybill.consolidated_bills enable always trigger audit_update;
alter table ewaybill.consolidated_bills enable always trigger audit_delete;
