-- Every change asked of the e-way bill portal, and how it ended.
create or replace trigger audit_insert after insert on ewaybill.changes
  referencing new table as new_rows for each statement execute function audit.record_insert();
create or replace trigger audit_update after update on ewaybill.changes
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update();
create or replace trigger audit_delete after delete on ewaybill.changes
  referencing old table as old_rows for each statement execute function audit.record_delete();
alter table ewaybill.changes enable always trigger audit_insert;
alter table ewaybill.changes enable always trigger audit_update;
alter table ewaybill.changes enable always trigger audit_delete;
