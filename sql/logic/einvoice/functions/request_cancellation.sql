-- Why: records that a registered e-invoice is to be cancelled, and its e-way bill before it; the job einvoice.cancel_irn asks
-- the portals. Nothing is cancelled here before a portal has cancelled it. The window is 24 hours from the portal's own
-- acknowledgement. Called by: POST /api/einvoice/{irn}/cancel. Locks: the e-invoice's row, then its e-way bill.
-- Refuses: e_invoice_cancelled, e_invoice_being_cancelled, irn_cancel_window_closed, e_way_cancel_window_closed. No row where
-- there is no such IRN.
create or replace function einvoice.request_cancellation(p_irn text, p_reason_code text, p_remarks text)
returns table (cancellation_id uuid, voucher_id uuid)
language plpgsql
set search_path = ''
as $$
declare
  v_invoice einvoice.e_invoices;
  v_next record;
begin
  select * into v_invoice from einvoice.e_invoices as e where e.tenant_id = core.current_tenant() and e.irn = p_irn for update;
  if not found then
    return;
  elsif v_invoice.status = 'cancelled' then
    perform core.refuse('e_invoice_cancelled', null, jsonb_build_object('number', p_irn));
  elsif v_invoice.status = 'cancelling' then
    perform core.refuse('e_invoice_being_cancelled', null, '{}');
  elsif core.now() >= v_invoice.ack_date + interval '24 hours' then
    perform core.refuse('irn_cancel_window_closed', null, jsonb_build_object('ackDate', v_invoice.ack_date));
  end if;
  select * into v_next from einvoice.clear_bill(v_invoice.voucher_id, p_reason_code, p_remarks);
  update einvoice.e_invoices as e set status = 'cancelling', updated_at = core.now() where e.tenant_id = v_invoice.tenant_id and e.id = v_invoice.id;
  return query
    insert into einvoice.cancellations as c (
      tenant_id, irn_detail_id, irn, reason_code, remarks, cancellation_status, step, change_id, requested_by, requested_at)
    select d.tenant_id, d.id, p_irn, p_reason_code, p_remarks, 'requested', v_next.step, v_next.change_id, core.current_user_id(), core.now()
    from einvoice.irn_details as d
    where d.tenant_id = v_invoice.tenant_id and d.irn = p_irn
    returning c.id, v_invoice.voucher_id;
end $$;
comment on function einvoice.request_cancellation(text, text, text) is 'Records a request to cancel an IRN; no row where the tenant has no such IRN';
