-- Why: the INV-01 (version 1.1) document of a voucher, built where the money is, so that every figure leaves as it was
-- booked: rupees, whatever the document's own currency. Empty optional fields are left out. Under reverse charge the tax is
-- shown on the items and not in their totals, as the portal allows. Goods valued by their retail price are sent at that
-- value; what they are sold for besides is a charge or a discount of the whole. An e-way bill that was asked for goes with
-- it. Source: FORM GST INV-01 schema v1.1 and
-- NIC's validations. Called by: einvoice.claim_due, GET /api/einvoice/{voucherId}/payload. Null where there is no such voucher.
create or replace function einvoice.payload(p_voucher_id uuid) returns json
language sql stable
set search_path = ''
as $$
  select json_strip_nulls(json_build_object(
    'Version', '1.1',
    'TranDtls', json_build_object('TaxSch', 'GST', 'SupTyp', v.supply_category, 'RegRev', case when v.reverse_charge then 'Y' else 'N' end, 'IgstOnIntra', 'N'),
    'DocDtls', json_build_object('Typ', kind.document_code, 'No', v.number, 'Dt', to_char(v.voucher_date, 'DD/MM/YYYY')),
    'SellerDtls', einvoice.seller_json(v),
    'BuyerDtls', einvoice.buyer_json(v),
    'DispDtls', einvoice.place_json(v.particulars -> 'dispatchFrom', 'Nm'),
    'ShipDtls', coalesce(einvoice.place_json(v.particulars -> 'shipTo', 'LglNm'),
      case when v.supply_category in ('EXPWP', 'EXPWOP') then einvoice.place_json(bill.transport -> 'shipTo', 'LglNm') end),
    'ItemList', items.list,
    'ValDtls', json_build_object(
      'AssVal', v.taxable_amount, 'CgstVal', items.cgst, 'SgstVal', items.sgst, 'IgstVal', items.igst, 'CesVal', items.cess,
      'Discount', case when v.value_adjustment < 0 then -v.value_adjustment end, 'OthChrg', case when v.value_adjustment > 0 then v.value_adjustment end,
      'RndOffAmt', v.round_off, 'TotInvVal', v.total_amount, 'TotInvValFc', v.currency_amount),
    'RefDtls', einvoice.reference_json(v),
    'ExpDtls', einvoice.export_json(v),
    'EwbDtls', case when bill.id is not null then einvoice.ewb_details(bill.transport) end))
  from billing.vouchers as v
  join billing.voucher_kinds as kind on kind.voucher_type = v.voucher_type
  left join ewaybill.e_way_bills as bill
    on bill.tenant_id = v.tenant_id and bill.voucher_id = v.id and bill.status = 'pending' and bill.road = 'with_irn'
  cross join lateral (
    select json_agg(json_build_object(
             'SlNo', l.line_no::text, 'PrdDesc', einvoice.portal_text(l.description, 3, 300),
             'IsServc', case when l.hsn like '99%' then 'Y' else 'N' end, 'HsnCd', l.hsn, 'Qty', trim_scale(l.quantity), 'Unit', l.unit,
             'UnitPrice', trim_scale(case when l.retail_price is not null then round((l.taxable_amount + l.discount) / nullif(l.quantity, 0), 3)
               else round(l.rate * coalesce(v.exchange_rate, 1), 3) end),
             'TotAmt', l.taxable_amount + l.discount, 'Discount', l.discount, 'AssAmt', l.taxable_amount,
             'GstRt', trim_scale(l.gst_rate), 'CgstAmt', tax.cgst, 'SgstAmt', tax.sgst, 'IgstAmt', tax.igst,
             'CesRt', trim_scale(l.cess_rate), 'CesAmt', tax.cess, 'TotItemVal', l.total_amount - coalesce(l.value_adjustment, 0)) order by l.line_no) as list,
           sum(tax.cgst) as cgst, sum(tax.sgst) as sgst, sum(tax.igst) as igst, sum(tax.cess) as cess
    from billing.voucher_lines as l
    cross join lateral (
      select coalesce(l.reverse_cgst_amount, l.cgst_amount) as cgst, coalesce(l.reverse_sgst_amount, l.sgst_amount) as sgst,
             coalesce(l.reverse_igst_amount, l.igst_amount) as igst, coalesce(l.reverse_cess_amount, l.cess_amount) as cess
    ) as tax
    where l.tenant_id = v.tenant_id and l.voucher_id = v.id
  ) as items
  where v.tenant_id = (select core.current_tenant()) and v.id = p_voucher_id
$$;
comment on function einvoice.payload(uuid) is 'The INV-01 document of a voucher, as sent to the portal';
