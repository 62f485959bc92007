-- Why: e-invoices are looked up by the document's number, by IRN, by day and by how they stand; newest first, a page at a time.
-- Called by: GET /api/einvoice.
create or replace function einvoice.e_invoices_page(
  p_limit integer, p_number text default null, p_irn text default null, p_status text default null, p_from date default null,
  p_to date default null, p_after uuid default null)
returns table (id uuid, document json)
language sql stable
set search_path = ''
as $$
  select e.id, json_strip_nulls(json_build_object('id', e.id, 'voucherId', v.id, 'type', v.voucher_type, 'number', v.number, 'date', v.voucher_date,
           'gstin', e.gstin, 'partyName', v.party_name, 'partyGstin', v.party_gstin, 'totalAmount', v.total_amount,
           'status', einvoice.public_status(e.status), 'irn', e.irn, 'ackNo', e.ack_no, 'ackDate', e.ack_date,
           'error', case when e.error_code is not null then json_build_object('code', e.error_code, 'message', e.error_message) end))
  from einvoice.e_invoices as e
  join billing.vouchers as v on v.tenant_id = e.tenant_id and v.id = e.voucher_id
  where e.tenant_id = (select core.current_tenant())
    and (p_number is null or v.number = upper(p_number)) and (p_irn is null or e.irn = lower(p_irn))
    and (p_status is null or einvoice.public_status(e.status) = p_status)
    and (p_from is null or v.voucher_date >= p_from) and (p_to is null or v.voucher_date <= p_to)
    and (p_after is null or e.id < p_after)
  order by e.id desc
  limit p_limit
$$;
comment on function einvoice.e_invoices_page(integer, text, text, text, date, date, uuid) is 'E-invoices, newest first, after a given row';
