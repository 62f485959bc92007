-- Every e-way bill others made on a GSTIN of ours, and its rejection.
create or replace trigger audit_insert after insert on ewaybill.received_bills
  referencing new table as new_rows for each statement execute function audit.record_insert();
create or replace trigger audit_update after update on ewaybill.received_bills
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update();
create or replace trigger audit_delete after delete on ewaybill.received_bills
  referencing old table as old_rows for each statement execute function audit.record_delete();
alter table ewaybill.received_bills enable always trigger audit_insert;
alter table ewaybill.received_bills enable always trigger audit_update;
alter table ewaybill.received_bills enable always trigger audit_delete;
