-- Why: the GENEWAYBILL document (version 1.03) of a voucher, built where the money is. Addresses and PIN codes are those the
-- goods leave and reach; the states of the bill stand beside those of the movement. Distance 0 asks the portal, which knows
-- none within one PIN code. Source: FORM GST EWB-01, NIC's schema v1.03.
-- Called by: ewaybill.claim_due, ewaybill.check_document, GET /api/ewaybill/{ewbNumber}/payload.
create or replace function ewaybill.payload(p_voucher_id uuid, p_transport jsonb) returns json
language sql stable
set search_path = ''
as $$
  select (jsonb_strip_nulls(jsonb_build_object(
    'supplyType', m.supply_type, 'subSupplyType', m.sub_type::text, 'subSupplyDesc', m.description, 'docType', m.document_type, 'docNo', m.number,
    'docDate', to_char(m.document_date, 'DD/MM/YYYY'),
    'fromGstin', w.bill_from ->> 'gstin', 'fromTrdName', einvoice.portal_text(w.bill_from ->> 'name', 1, 100),
    'fromAddr1', from_address.line_1, 'fromAddr2', from_address.line_2, 'fromPlace', einvoice.portal_text(coalesce(w.ship_from ->> 'city', from_state.name), 1, 50),
    'fromPincode', (w.ship_from ->> 'pincode')::int, 'fromStateCode', (w.bill_from ->> 'billedState')::int, 'actFromStateCode', (w.ship_from ->> 'stateCode')::int,
    'dispatchFromGSTIN', another.sender, 'dispatchFromTradeName', case when another.sender is not null then einvoice.portal_text(w.ship_from ->> 'name', 1, 100) end,
    'toGstin', w.bill_to ->> 'gstin', 'toTrdName', einvoice.portal_text(w.bill_to ->> 'name', 1, 100),
    'toAddr1', to_address.line_1, 'toAddr2', to_address.line_2, 'toPlace', einvoice.portal_text(coalesce(w.ship_to ->> 'city', to_state.name), 1, 50),
    'toPincode', (w.ship_to ->> 'pincode')::int, 'toStateCode', (w.bill_to ->> 'billedState')::int, 'actToStateCode', (w.ship_to ->> 'stateCode')::int,
    'shipToGSTIN', another.receiver, 'shipToTradeName', case when another.receiver is not null then einvoice.portal_text(w.ship_to ->> 'name', 1, 100) end,
    'transactionType', w.transaction_type,
    'transDistance', coalesce(nullif(p_transport ->> 'distanceKm', '0'), case when w.ship_from ->> 'pincode' = w.ship_to ->> 'pincode' then '1' else '0' end),
    'itemList', ewaybill.item_list(v)))
    || ewaybill.payload_totals(v) || ewaybill.transport_json(p_transport))::json
  from billing.vouchers as v
  cross join lateral ewaybill.movement(v) as m
  cross join lateral ewaybill.places(v, m.is_inward, m.is_to_self) as w
  left join gst.states as from_state on from_state.code = w.ship_from ->> 'stateCode'
  left join gst.states as to_state on to_state.code = w.ship_to ->> 'stateCode'
  cross join lateral einvoice.address_lines(w.ship_from ->> 'address') as from_address
  cross join lateral einvoice.address_lines(w.ship_to ->> 'address') as to_address
  cross join lateral (
    select nullif(case when w.transaction_type in (3, 4) then w.ship_from ->> 'gstin' end, w.bill_from ->> 'gstin') as sender,
           nullif(case when w.transaction_type in (2, 4) then w.ship_to ->> 'gstin' end, w.bill_to ->> 'gstin') as receiver
  ) as another
  where v.tenant_id = (select core.current_tenant()) and v.id = p_voucher_id
$$;
comment on function ewaybill.payload(uuid, jsonb) is 'The GENEWAYBILL document of a voucher; null where its kind moves no goods';
