-- Why: what one portal registered is known to the other a while later, and to questions only once it is copied there.
-- What an IRP elsewhere registered can be seen at neither.
-- Called by: sandbox.find_irp_invoice, sandbox.cancel_irp_invoice, sandbox.make_irp_ewb.
create or replace function sandbox.irp_is_known(p_invoice sandbox.irp_invoices, p_provider text, p_now timestamptz) returns boolean
language sql stable
set search_path = ''
as $$
  select (p_invoice).irn is not null and (p_invoice).provider in ('irp1', 'irp2') and coalesce((p_invoice).visible_from <= p_now, true)
     and ((p_invoice).provider = p_provider or p_now >= (p_invoice).ack_at + sandbox.setting('crossingLagSeconds') * interval '1 second')
$$;
comment on function sandbox.irp_is_known(sandbox.irp_invoices, text, timestamptz) is 'Whether a portal can show a registered document';
