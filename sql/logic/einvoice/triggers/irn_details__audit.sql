-- What became of a registration after it was stored. Updates only: the insert is the portal's signed answer, kept whole in the row itself, and einvoice.e_invoices has the event of it.
create or replace trigger audit_update after update on einvoice.irn_details
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update();
alter table einvoice.irn_details enable always trigger audit_update;
