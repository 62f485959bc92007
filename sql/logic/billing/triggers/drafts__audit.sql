-- Who wrote and changed a document before it was posted, and who threw it away.
create or replace trigger audit_insert after insert on billing.drafts
  referencing new table as new_rows for each statement execute function audit.record_insert();
create or replace trigger audit_update after update on billing.drafts
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update();
create or replace trigger audit_delete after delete on billing.drafts
  referencing old table as old_rows for each statement execute function audit.record_delete();
alter table billing.drafts enable always trigger audit_insert;
alter table billing.drafts enable always trigger audit_update;
alter table billing.drafts enable always trigger audit_delete;
