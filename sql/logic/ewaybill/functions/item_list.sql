-- Why: the goods of a bill in the portal's words. HSN as text, for a chapter may begin with 0.
-- Called by: ewaybill.payload.
create or replace function ewaybill.item_list(p_voucher billing.vouchers) returns json
language sql stable
set search_path = ''
as $$
  select json_agg(json_build_object(
    'productName', einvoice.portal_text(g.description, 1, 100), 'productDesc', einvoice.portal_text(g.description, 1, 100), 'hsnCode', g.hsn,
    'quantity', trim_scale(g.quantity), 'qtyUnit', g.unit, 'cgstRate', trim_scale(g.cgst_rate), 'sgstRate', trim_scale(g.cgst_rate),
    'igstRate', trim_scale(g.igst_rate), 'cessRate', trim_scale(g.cess_rate), 'cessNonadvol', 0, 'taxableAmount', g.taxable_amount))
  from ewaybill.goods(p_voucher) as g
$$;
comment on function ewaybill.item_list(billing.vouchers) is 'itemList of a voucher';
