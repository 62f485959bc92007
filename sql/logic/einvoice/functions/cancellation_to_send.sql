-- Why: what the job needs to cancel an IRN at the portal. No row once it is settled, so that a second delivery of the job
-- does nothing.
create or replace function einvoice.cancellation_to_send(p_cancellation_id uuid)
returns table (irn text, reason_code text, remarks text, cancellation_status text, gstin text, voucher_id uuid)
language sql stable
set search_path = ''
as $$
  select c.irn, c.reason_code, c.remarks, c.cancellation_status, e.gstin, e.voucher_id
  from einvoice.cancellations as c
  join einvoice.irn_details as d on d.tenant_id = c.tenant_id and d.id = c.irn_detail_id
  join einvoice.e_invoices as e on e.tenant_id = d.tenant_id and e.id = d.e_invoice_id
  where c.tenant_id = (select core.current_tenant()) and c.id = p_cancellation_id and c.cancellation_status in ('requested', 'unknown')
$$;
comment on function einvoice.cancellation_to_send(uuid) is 'An open cancellation with what the portal wants';
