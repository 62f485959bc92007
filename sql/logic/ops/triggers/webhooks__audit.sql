-- Where a company's events go, who said so and who changed it; the secrets never enter the trail.
create or replace trigger audit_insert after insert on ops.webhooks
  referencing new table as new_rows for each statement execute function audit.record_insert('id', 'secret_encrypted', 'old_secret_encrypted');
create or replace trigger audit_update after update on ops.webhooks
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update('id', 'secret_encrypted', 'old_secret_encrypted');
create or replace trigger audit_delete after delete on ops.webhooks
  referencing old table as old_rows for each statement execute function audit.record_delete('id', 'secret_encrypted', 'old_secret_encrypted');
alter table ops.webhooks enable always trigger audit_insert;
alter table ops.webhooks enable always trigger audit_update;
alter table ops.webhooks enable always trigger audit_delete;
