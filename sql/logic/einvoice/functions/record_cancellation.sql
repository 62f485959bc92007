-- Why: writes down how a cancellation ended. Refused: the e-invoice stands as it stood. Unknown: it stays open and is
-- asked for again. Where the portal says only that it is cancelled, the time is when we learned it. Called by: jobs/einvoice/cancel_irn.ts.
create or replace function einvoice.record_cancellation(
  p_cancellation_id uuid, p_outcome text, p_cancelled_at timestamptz, p_error_code text, p_error_message text) returns void
language plpgsql
set search_path = ''
as $$
declare
  v_cancellation einvoice.cancellations;
begin
  update einvoice.cancellations
  set cancellation_status = p_outcome, error_code = p_error_code, error_message = p_error_message,
      finished_at = case when p_outcome in ('cancelled', 'refused') then core.now() end
  where tenant_id = core.current_tenant() and id = p_cancellation_id and cancellation_status in ('requested', 'unknown')
  returning * into v_cancellation;
  if not found or p_outcome = 'unknown' then
    return;
  end if;
  update einvoice.irn_details
  set is_cancelled = true, cancelled_at = coalesce(p_cancelled_at, core.now())
  where tenant_id = v_cancellation.tenant_id and id = v_cancellation.irn_detail_id and p_outcome = 'cancelled';
  update einvoice.e_invoices as e
  set status = case p_outcome when 'cancelled' then 'cancelled' else 'generated' end, updated_at = core.now()
  from einvoice.irn_details as d
  where d.tenant_id = v_cancellation.tenant_id and d.id = v_cancellation.irn_detail_id
    and e.tenant_id = d.tenant_id and e.id = d.e_invoice_id;
end $$;
comment on function einvoice.record_cancellation(uuid, text, timestamptz, text, text) is 'Records how a cancellation ended: cancelled, refused or unknown';
