-- Who asked for a registered e-invoice to be cancelled, why, and how it went.
create or replace trigger audit_insert after insert on einvoice.cancellations
  referencing new table as new_rows for each statement execute function audit.record_insert();
create or replace trigger audit_update after update on einvoice.cancellations
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update();
create or replace trigger audit_delete after delete on einvoice.cancellations
  referencing old table as old_rows for each statement execute function audit.record_delete();
alter table einvoice.cancellations enable always trigger audit_insert;
alter table einvoice.cancellations enable always trigger audit_update;
alter table einvoice.cancellations enable always trigger audit_delete;
