-- Why: writes down how a cancellation ended. Refused: the e-invoice stands as it stood; where its e-way bill went before, a person
-- is told, for goods may be on the road without one. Unknown: it stays open and is asked for again. Where the portal says only
-- that it is cancelled, the time is when we learned it. Called by: jobs/einvoice/cancel_irn.ts, einvoice.advance_cancellation.
create or replace function einvoice.record_cancellation(
  p_cancellation_id uuid, p_outcome text, p_cancelled_at timestamptz, p_error_code text, p_error_message text) returns void
language plpgsql
set search_path = ''
as $$
declare
  v_cancellation einvoice.cancellations;
  v_voucher billing.vouchers;
  v_bill text;
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
  if p_outcome = 'refused' and v_cancellation.step = 'irn' and v_cancellation.change_id is not null then
    select v.* into v_voucher
    from einvoice.irn_details as d
    join billing.vouchers as v on v.tenant_id = d.tenant_id and v.id = d.invoice_id
    where d.tenant_id = v_cancellation.tenant_id and d.id = v_cancellation.irn_detail_id;
    select b.ewb_number into v_bill
    from ewaybill.changes as h
    join ewaybill.e_way_bills as b on b.tenant_id = h.tenant_id and b.id = h.e_way_bill_id
    where h.tenant_id = v_cancellation.tenant_id and h.id = v_cancellation.change_id;
    perform ops.notify('irn_stands_without_bill', v_cancellation.irn, 'critical', 'The IRN of ' || v_voucher.number || ' stands, its e-way bill is cancelled',
      format('E-way bill %s of %s was cancelled, then the portal refused to cancel the IRN: %s %s. Make a new e-way bill, or cancel the IRN again.',
             v_bill, v_voucher.number, p_error_code, p_error_message),
      jsonb_build_object('voucherId', v_voucher.id, 'number', v_voucher.number, 'irn', v_cancellation.irn, 'ewbNumber', v_bill, 'code', p_error_code));
  end if;
end $$;
comment on function einvoice.record_cancellation(uuid, text, timestamptz, text, text) is 'Records how a cancellation ended: cancelled, refused or unknown';
