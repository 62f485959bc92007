-- How the registration of a voucher went. Updates only: the insert is part of the posting call and says what the voucher's own event says.
create or replace trigger audit_update after update on einvoice.e_invoices
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update();
alter table einvoice.e_invoices enable always trigger audit_update;
