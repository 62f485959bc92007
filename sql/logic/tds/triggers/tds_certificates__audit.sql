-- Every certificate given, with its number and day.
create or replace trigger audit_insert after insert on tds.tds_certificates
  referencing new table as new_rows for each statement execute function audit.record_insert();
create or replace trigger audit_update after update on tds.tds_certificates
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update();
create or replace trigger audit_delete after delete on tds.tds_certificates
  referencing old table as old_rows for each statement execute function audit.record_delete();
alter table tds.tds_certificates enable always trigger audit_insert;
alter table tds.tds_certificates enable always trigger audit_update;
alter table tds.tds_certificates enable always trigger audit_delete;
