-- Who changed how numbers look, and what they looked like before.
create or replace trigger audit_insert after insert on billing.numbering_series
  referencing new table as new_rows for each statement execute function audit.record_insert();
create or replace trigger audit_update after update on billing.numbering_series
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update();
create or replace trigger audit_delete after delete on billing.numbering_series
  referencing old table as old_rows for each statement execute function audit.record_delete();
alter table billing.numbering_series enable always trigger audit_insert;
alter table billing.numbering_series enable always trigger audit_update;
alter table billing.numbering_series enable always trigger audit_delete;
