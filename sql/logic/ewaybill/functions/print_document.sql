-- Why: an e-way bill with everything its print needs: Part A as the portal was told it, the goods by HSN, Part B, and instants
-- as India's clocks show them. Shape: domain/ewaybill/print.ts. Null where there is no such bill.
-- Called by: GET /api/ewaybill/{ewbNumber}/pdf.
create or replace function ewaybill.print_document(p_number text) returns json
language sql stable
set search_path = ''
as $$
  select json_strip_nulls(json_build_object(
    'title', 'e-Way Bill', 'number', b.ewb_number, 'state', standing.status,
    'status', case when standing.status in ('cancelled', 'rejected') then 'cancelled' else 'posted' end,
    'date', (b.generated_at at time zone 'Asia/Kolkata')::date, 'generatedAt', ewaybill.india_time(b.generated_at), 'validUntil', ewaybill.india_time(b.valid_until),
    'cancelledAt', ewaybill.india_time(b.cancelled_at), 'cancelReason', b.cancel_reason,
    'company', billing.print_company(b.gstin), 'irn', irn.irn, 'subType', sub.name,
    'partA', told.part_a, 'fromStateName', from_state.name, 'toStateName', to_state.name, 'billedToStateName', billed_to.name, 'billedFromStateName', billed_from.name,
    'distanceKm', b.distance_km, 'isMeasured', coalesce(b.transport ->> 'distanceKm', '0') = '0',
    'goods', ewaybill.print_goods(v), 'transport', b.transport, 'vehicles', ewaybill.print_vehicles(b, told.part_a ->> 'fromPlace'),
    'consolidatedNumbers', (
      select json_agg(c.consolidated_number order by c.id)
      from ewaybill.consolidated_members as m join ewaybill.consolidated_bills as c on c.tenant_id = m.tenant_id and c.id = m.consolidated_bill_id
      where m.tenant_id = b.tenant_id and m.e_way_bill_id = b.id and c.status = 'generated'),
    'qr', ewaybill.qr_text(b.ewb_number)))
  from ewaybill.e_way_bills as b
  join billing.vouchers as v on v.tenant_id = b.tenant_id and v.id = b.voucher_id
  cross join lateral (select ewaybill.public_status(b.status, b.valid_until, b.generated_at) as status) as standing
  cross join lateral (select ewaybill.payload(b.voucher_id, b.first_transport)::jsonb - 'itemList' as part_a) as told
  left join gst.e_way_sub_types as sub on sub.code = (told.part_a ->> 'subSupplyType')::int
  left join gst.states as from_state on from_state.code = lpad(told.part_a ->> 'actFromStateCode', 2, '0')
  left join gst.states as to_state on to_state.code = lpad(told.part_a ->> 'actToStateCode', 2, '0')
  left join gst.states as billed_from on billed_from.code = lpad(told.part_a ->> 'fromStateCode', 2, '0')
  left join gst.states as billed_to on billed_to.code = lpad(told.part_a ->> 'toStateCode', 2, '0')
  left join einvoice.irn_details as irn on irn.tenant_id = b.tenant_id and irn.invoice_id = b.voucher_id
  where b.tenant_id = (select core.current_tenant()) and b.ewb_number = p_number
$$;
comment on function ewaybill.print_document(text) is 'An e-way bill with everything its print needs; null: none';
