-- Why: e-invoices are looked up by the document's number, by IRN, by day and by how they stand; newest first, a page at a time.
-- Planned for its very values, so that a number or an IRN is found by its index, and a page without either by the newest rows.
-- Called by: GET /api/einvoice.
create or replace function einvoice.e_invoices_page(
  p_limit integer, p_number text default null, p_irn text default null, p_status text default null, p_from date default null,
  p_to date default null, p_after uuid default null)
returns table (id uuid, document json)
language sql stable
set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
  with page as materialized (
    select e.id, e.gstin, e.status, e.irn, e.ack_no, e.ack_date, e.error_code, e.error_message,
           v.id as voucher_id, v.voucher_type, v.number, v.voucher_date, v.party_name, v.party_gstin, v.total_amount
    from einvoice.e_invoices as e
    join billing.vouchers as v on v.tenant_id = e.tenant_id and v.id = e.voucher_id
    where e.tenant_id = (select core.current_tenant())
      and (p_number is null or v.number = upper(p_number)) and (p_irn is null or e.irn = lower(p_irn))
      and (p_status is null or e.status = any (case p_status when 'pending' then array['pending', 'sending'] when 'generated' then array['generated', 'cancelling'] else array[p_status] end))
      and (p_from is null or v.voucher_date >= p_from) and (p_to is null or v.voucher_date <= p_to)
      and (p_after is null or e.id < p_after)
    order by e.id desc
    limit p_limit
  )
  select p.id, json_strip_nulls(json_build_object('id', p.id, 'voucherId', p.voucher_id, 'type', p.voucher_type, 'number', p.number, 'date', p.voucher_date,
           'gstin', p.gstin, 'partyName', p.party_name, 'partyGstin', p.party_gstin, 'totalAmount', p.total_amount,
           'status', einvoice.public_status(p.status), 'irn', p.irn, 'ackNo', p.ack_no, 'ackDate', p.ack_date,
           'error', case when p.error_code is not null then json_build_object('code', p.error_code, 'message', p.error_message) end))
  from page as p
  order by p.id desc
$$;
comment on function einvoice.e_invoices_page(integer, text, text, text, date, date, uuid) is 'E-invoices, newest first, after a given row';
