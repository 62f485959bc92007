-- Who changed a godown, and what it was before.
create or replace trigger audit_insert after insert on inventory.godowns
  referencing new table as new_rows for each statement execute function audit.record_insert();
create or replace trigger audit_update after update on inventory.godowns
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update();
create or replace trigger audit_delete after delete on inventory.godowns
  referencing old table as old_rows for each statement execute function audit.record_delete();
alter table inventory.godowns enable always trigger audit_insert;
alter table inventory.godowns enable always trigger audit_update;
alter table inventory.godowns enable always trigger audit_delete;
