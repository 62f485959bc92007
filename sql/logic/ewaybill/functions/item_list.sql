-- Why: the goods of a bill as the portal wants them, at most 250: rates by where the goods go, none on what bears no tax.
-- Called by: ewaybill.payload.
create or replace function ewaybill.item_list(p_voucher billing.vouchers, p_bears_tax boolean) returns json
language sql stable
set search_path = ''
as $$
  select json_agg(json_build_object(
    'productName', einvoice.portal_text(l.description, 1, 100), 'productDesc', einvoice.portal_text(l.description, 1, 100), 'hsnCode', l.hsn::bigint,
    'quantity', trim_scale(l.quantity), 'qtyUnit', l.unit,
    'cgstRate', trim_scale(case when p_bears_tax and (p_voucher).supply_type = 'intra_state' then l.gst_rate / 2 else 0 end),
    'sgstRate', trim_scale(case when p_bears_tax and (p_voucher).supply_type = 'intra_state' then l.gst_rate / 2 else 0 end),
    'igstRate', trim_scale(case when p_bears_tax and (p_voucher).supply_type <> 'intra_state' then l.gst_rate else 0 end),
    'cessRate', trim_scale(case when p_bears_tax then l.cess_rate else 0 end), 'cessNonadvol', 0, 'taxableAmount', l.taxable_amount) order by l.line_no)
  from (
    select * from billing.voucher_lines as s
    where s.tenant_id = (p_voucher).tenant_id and s.voucher_id = (p_voucher).id order by s.line_no limit 250
  ) as l
$$;
comment on function ewaybill.item_list(billing.vouchers, boolean) is 'itemList of a voucher';
