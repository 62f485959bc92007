-- Why: the values of a bill are those of its goods. What the document charges besides, services with their tax, round-off,
-- what goods sold by their retail price are sold for more or less, is otherValue, so that the whole is what the document in
-- the driver's hand says, to the paisa. Called by: ewaybill.payload.
create or replace function ewaybill.payload_totals(p_voucher billing.vouchers) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object(
    'totalValue', g.taxable, 'cgstValue', g.cgst, 'sgstValue', g.sgst, 'igstValue', g.igst, 'cessValue', g.cess, 'cessNonAdvolValue', 0,
    'otherValue', (p_voucher).total_amount - g.taxable - g.cgst - g.sgst - g.igst - g.cess, 'totInvValue', (p_voucher).total_amount)
  from (
    select sum(l.taxable_amount) as taxable, sum(l.cgst_amount) as cgst, sum(l.sgst_amount) as sgst, sum(l.igst_amount) as igst, sum(l.cess_amount) as cess
    from billing.voucher_lines as l
    where l.tenant_id = (p_voucher).tenant_id and l.voucher_id = (p_voucher).id and l.hsn not like '99%'
  ) as g
$$;
comment on function ewaybill.payload_totals(billing.vouchers) is 'Values of a voucher as its e-way bill tells them, in rupees';
