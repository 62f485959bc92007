-- Why: the tax of a voucher by HSN, rate and unit, as printed below its lines.
create or replace function billing.hsn_summary(p_voucher_id uuid) returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
      'hsn', s.hsn, 'gstRate', trim_scale(s.gst_rate), 'unit', s.unit, 'quantity', trim_scale(s.quantity), 'taxableAmount', s.taxable,
      'cgstAmount', s.cgst, 'sgstAmount', s.sgst, 'igstAmount', s.igst, 'cessAmount', s.cess) order by s.hsn, s.gst_rate, s.unit), '[]')
  from (
    select l.hsn, l.gst_rate, l.unit, sum(l.quantity) as quantity, sum(l.taxable_amount) as taxable, sum(l.cgst_amount) as cgst,
           sum(l.sgst_amount) as sgst, sum(l.igst_amount) as igst, sum(l.cess_amount) as cess
    from billing.voucher_lines as l
    where l.tenant_id = (select core.current_tenant()) and l.voucher_id = p_voucher_id
    group by l.hsn, l.gst_rate, l.unit
  ) as s
$$;
comment on function billing.hsn_summary(uuid) is 'A voucher''s tax by HSN, rate and unit';
