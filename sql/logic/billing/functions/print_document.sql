-- Why: everything a print needs beyond the voucher itself (instants as India's clocks show them): the company and its bank, names of States, the HSN summary, the
-- signed QR, and the words the law wants (rule 46). Shape: domain/print/README.md. Null where there is no such voucher.
-- Called by: GET /api/vouchers/{id}/pdf.
create or replace function billing.print_document(p_id uuid) returns json
language sql stable
set search_path = ''
as $$
  select (voucher.document::jsonb || jsonb_build_object(
    'company', billing.print_company(v),
    'party', v.party || jsonb_build_object('stateName', home.name),
    'placeOfSupplyName', pos.name,
    'taxHeadLabel', case when pos.is_union_territory then 'UTGST' else 'SGST' end,
    'hsnSummary', billing.hsn_summary(v.id),
    'endorsement', law.wording,
    'declaration', null,
    'copies', case when v.e_invoice_applicability = 'required' then '[]'::jsonb else '["ORIGINAL FOR RECIPIENT"]' end,
    'eInvoice', voucher.document::jsonb -> 'eInvoice' || jsonb_build_object('signedQrCode', d.signed_qr_code,
      'ackDate', to_char(d.ack_date at time zone 'Asia/Kolkata', 'YYYY-MM-DD"T"HH24:MI:SS"+05:30"'))))::json
  from billing.vouchers as v
  cross join lateral (select billing.voucher_json(v.id) as document) as voucher
  join gst.states as pos on pos.code = v.place_of_supply
  left join gst.states as home on home.code = v.party_state
  left join gst.endorsements as law on law.supply_category = v.supply_category
  left join einvoice.irn_details as d on d.tenant_id = v.tenant_id and d.invoice_id = v.id
  where v.tenant_id = (select core.current_tenant()) and v.id = p_id
$$;
comment on function billing.print_document(uuid) is 'A voucher with everything its print needs';
