-- Whose credentials were stored or changed; the credentials never enter the trail.
create or replace trigger audit_insert after insert on einvoice.registrations
  referencing new table as new_rows for each statement execute function audit.record_insert('id', 'client_secret_encrypted', 'password_encrypted');
create or replace trigger audit_update after update on einvoice.registrations
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update('id', 'client_secret_encrypted', 'password_encrypted');
create or replace trigger audit_delete after delete on einvoice.registrations
  referencing old table as old_rows for each statement execute function audit.record_delete('id', 'client_secret_encrypted', 'password_encrypted');
alter table einvoice.registrations enable always trigger audit_insert;
alter table einvoice.registrations enable always trigger audit_update;
alter table einvoice.registrations enable always trigger audit_delete;
