-- How an e-invoice came out, told to whoever wants to hear it.
create or replace trigger events_update after update on einvoice.e_invoices
  referencing old table as old_rows new table as new_rows for each statement execute function einvoice.tell_events();
