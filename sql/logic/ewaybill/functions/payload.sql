-- Why: the GENEWAYBILL document (version 1.03) of a voucher, built where the money is. Addresses and PIN codes are those the
-- goods leave and reach; state codes of the bill stand beside those of the movement. Abroad: state 96, PIN 999999.
-- Source: FORM GST EWB-01, NIC's schema v1.03. Called by: ewaybill.claim_due, GET /api/ewaybill/{voucherId}/payload.
create or replace function ewaybill.payload(p_voucher_id uuid, p_transport jsonb) returns json
language sql stable
set search_path = ''
as $$
  select (jsonb_strip_nulls(jsonb_build_object(
    'supplyType', 'O', 'subSupplyType', sub.outward_code::text,
    'subSupplyDesc', case when sub.outward_code = 8 then left(coalesce(document.description, purpose.title, 'Others'), 20) else '' end,
    'docType', document.document_type, 'docNo', v.number, 'docDate', to_char(v.voucher_date, 'DD/MM/YYYY'),
    'fromGstin', g.gstin, 'fromTrdName', einvoice.portal_text(coalesce(g.trade_name, c.trade_name, c.legal_name), 1, 100), 'fromAddr1', from_address.line_1, 'fromAddr2', from_address.line_2,
    'fromPlace', einvoice.portal_text(coalesce(place.sent ->> 'city', g.city, from_state.name), 1, 50), 'fromPincode', coalesce(place.sent ->> 'pincode', g.pincode)::int,
    'fromStateCode', g.state_code::int, 'actFromStateCode', coalesce(place.sent ->> 'stateCode', g.state_code)::int,
    'toGstin', coalesce(v.party_gstin, 'URP'), 'toTrdName', einvoice.portal_text(v.party_name, 1, 100), 'toAddr1', to_address.line_1, 'toAddr2', to_address.line_2,
    'toPlace', einvoice.portal_text(coalesce(place.shipped ->> 'city', v.party ->> 'city', to_state.name), 1, 50),
    'toPincode', case when place.shipped is null and place.abroad then 999999 else coalesce(place.shipped ->> 'pincode', v.party ->> 'pincode')::int end,
    'toStateCode', case when place.abroad then 96 else coalesce(v.party_state, v.place_of_supply)::int end,
    'actToStateCode', coalesce(place.shipped ->> 'stateCode', case when place.abroad then '96' end, v.party_state, v.place_of_supply)::int,
    'transactionType', case when place.shipped is not null and place.sent is not null then 4 when place.sent is not null then 3 when place.shipped is not null then 2 else 1 end,
    'totalValue', v.taxable_amount, 'cgstValue', v.cgst_amount, 'sgstValue', v.sgst_amount, 'igstValue', v.igst_amount, 'cessValue', v.cess_amount,
    'cessNonAdvolValue', 0, 'otherValue', v.round_off + coalesce(v.value_adjustment, 0), 'totInvValue', v.total_amount,
    'transDistance', coalesce(p_transport ->> 'distanceKm', '0'), 'itemList', ewaybill.item_list(v, kind.tax = 'charged')))
    || ewaybill.transport_json(p_transport))::json
  from billing.vouchers as v
  join billing.voucher_kinds as kind on kind.voucher_type = v.voucher_type
  join gst.e_way_documents as document on document.voucher_type = v.voucher_type
  left join gst.challan_purposes as purpose on purpose.purpose = v.particulars ->> 'purpose'
  join gst.e_way_sub_types as sub on sub.name = coalesce(document.sub_type, purpose.e_way_sub_type, 'Others')
  join core.company_gstins as g on g.tenant_id = v.tenant_id and g.gstin = v.company_gstin
  join core.companies as c on c.tenant_id = g.tenant_id and c.id = g.company_id
  join gst.states as from_state on from_state.code = g.state_code
  left join gst.states as to_state on to_state.code = v.party_state
  cross join lateral (select v.particulars -> 'dispatchFrom' as sent, v.particulars -> 'shipTo' as shipped, v.supply_category in ('EXPWP', 'EXPWOP') as abroad) as place
  cross join lateral einvoice.address_lines(coalesce(place.sent ->> 'address', g.address)) as from_address
  cross join lateral einvoice.address_lines(coalesce(place.shipped ->> 'address', v.party ->> 'address')) as to_address
  where v.tenant_id = (select core.current_tenant()) and v.id = p_voucher_id
$$;
comment on function ewaybill.payload(uuid, jsonb) is 'The GENEWAYBILL document of a voucher; null where its kind moves no goods of ours';
