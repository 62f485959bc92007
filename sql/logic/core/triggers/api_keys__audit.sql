-- Which machine key was made, changed or taken back; its hash never enters the trail.
create or replace trigger audit_insert after insert on core.api_keys
  referencing new table as new_rows for each statement execute function audit.record_insert('id', 'key_hash');
create or replace trigger audit_update after update on core.api_keys
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update('id', 'key_hash');
create or replace trigger audit_delete after delete on core.api_keys
  referencing old table as old_rows for each statement execute function audit.record_delete('id', 'key_hash');
alter table core.api_keys enable always trigger audit_insert;
alter table core.api_keys enable always trigger audit_update;
alter table core.api_keys enable always trigger audit_delete;
