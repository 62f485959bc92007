-- Who brought what the portal no longer tells, and whether it was believed.
create or replace trigger audit_insert after insert on einvoice.adoptions
  referencing new table as new_rows for each statement execute function audit.record_insert();
create or replace trigger audit_update after update on einvoice.adoptions
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update();
create or replace trigger audit_delete after delete on einvoice.adoptions
  referencing old table as old_rows for each statement execute function audit.record_delete();
alter table einvoice.adoptions enable always trigger audit_insert;
alter table einvoice.adoptions enable always trigger audit_update;
alter table einvoice.adoptions enable always trigger audit_delete;
