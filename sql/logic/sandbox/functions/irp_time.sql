-- Why: the invoice portal writes instants as yyyy-MM-dd HH:mm:ss and means IST.
-- Called by: sandbox.find_irp_invoice, sandbox.cancel_irp_invoice, sandbox.register_irp_invoice.
create or replace function sandbox.irp_time(p_at timestamptz) returns text
language sql immutable parallel safe
set search_path = ''
as $$ select to_char(p_at at time zone 'Asia/Kolkata', 'YYYY-MM-DD HH24:MI:SS') $$;
comment on function sandbox.irp_time(timestamptz) is 'An instant as the invoice portal writes it, in IST';
