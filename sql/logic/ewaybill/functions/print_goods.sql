-- Why: the goods of a bill on paper, by HSN, unit and rates: what they are called first, and how many more there are.
-- Called by: ewaybill.print_document.
create or replace function ewaybill.print_goods(p_voucher billing.vouchers) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_agg(jsonb_build_object('hsn', s.hsn, 'description', s.description, 'more', s.entries - 1, 'quantity', trim_scale(s.quantity), 'unit', s.unit,
    'cgstRate', trim_scale(s.cgst_rate), 'igstRate', trim_scale(s.igst_rate), 'cessRate', trim_scale(s.cess_rate), 'taxableAmount', s.taxable_amount) order by s.hsn, s.unit, s.igst_rate)
  from (
    select g.hsn, g.unit, g.cgst_rate, g.igst_rate, g.cess_rate, min(g.description) as description, count(*) as entries, sum(g.quantity) as quantity,
           sum(g.taxable_amount) as taxable_amount
    from ewaybill.goods(p_voucher) as g
    group by g.hsn, g.unit, g.cgst_rate, g.igst_rate, g.cess_rate
  ) as s
$$;
comment on function ewaybill.print_goods(billing.vouchers) is 'Goods of an e-way bill by HSN, as printed';
