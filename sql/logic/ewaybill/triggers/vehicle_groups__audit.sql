-- Every stretch on which a bill's goods travel in several vehicles.
create or replace trigger audit_insert after insert on ewaybill.vehicle_groups
  referencing new table as new_rows for each statement execute function audit.record_insert();
create or replace trigger audit_update after update on ewaybill.vehicle_groups
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update();
create or replace trigger audit_delete after delete on ewaybill.vehicle_groups
  referencing old table as old_rows for each statement execute function audit.record_delete();
alter table ewaybill.vehicle_groups enable always trigger audit_insert;
alter table ewaybill.vehicle_groups enable always trigger audit_update;
alter table ewaybill.vehicle_groups enable always trigger audit_delete;
