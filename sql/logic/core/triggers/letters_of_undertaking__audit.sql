-- Which letter of undertaking a zero-rated supply leans on.
create or replace trigger audit_insert after insert on core.letters_of_undertaking
  referencing new table as new_rows for each statement execute function audit.record_insert();
create or replace trigger audit_update after update on core.letters_of_undertaking
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update();
create or replace trigger audit_delete after delete on core.letters_of_undertaking
  referencing old table as old_rows for each statement execute function audit.record_delete();
alter table core.letters_of_undertaking enable always trigger audit_insert;
alter table core.letters_of_undertaking enable always trigger audit_update;
alter table core.letters_of_undertaking enable always trigger audit_delete;
