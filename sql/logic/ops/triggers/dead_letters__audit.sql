-- Every job that was given up, and who sent it again.
create or replace trigger audit_insert after insert on ops.dead_letters
  referencing new table as new_rows for each statement execute function audit.record_insert();
create or replace trigger audit_update after update on ops.dead_letters
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update();
create or replace trigger audit_delete after delete on ops.dead_letters
  referencing old table as old_rows for each statement execute function audit.record_delete();
alter table ops.dead_letters enable always trigger audit_insert;
alter table ops.dead_letters enable always trigger audit_update;
alter table ops.dead_letters enable always trigger audit_delete;
