-- How an e-way bill came out and what became of it, told to whoever wants to hear it.
create or replace trigger events_update after update on ewaybill.e_way_bills
  referencing old table as old_rows new table as new_rows for each statement execute function ewaybill.tell_events();
