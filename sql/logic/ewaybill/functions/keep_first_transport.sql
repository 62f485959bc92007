-- Why: whoever asks for a bill says its transport once; first_transport keeps it as it was. Called by: a trigger of ewaybill.e_way_bills.
create or replace function ewaybill.keep_first_transport() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.first_transport := new.transport;
  return new;
end $$;
comment on function ewaybill.keep_first_transport() is 'Keeps the transport of a new e-way bill as it was first told';
