-- Why: the sums a rate, as the tax summary of a document shows them. Called by: billing.explain_vouchers.
create or replace function billing.explain_tax_summary(p_vouchers billing.voucher[], p_lines billing.voucher_line[]) returns setof billing.explained_figure
language sql stable
set search_path = ''
as $$
  select s.voucher_id, array[4, s.place, f.k], '/taxSummary/' || (s.place - 1) || f.name, f.amount, null::jsonb,
         'the sum over the lines at ' || trim_scale(s.gst_rate) || ' per cent', 'CGST Rules r.46(l) and (m)',
         jsonb_build_object('lineNumbers', s.line_numbers), null::numeric, null::numeric
  from (
    select l.voucher_id, l.gst_rate, (row_number() over (partition by l.voucher_id order by l.gst_rate))::int as place,
           jsonb_agg(l.line_no order by l.line_no) as line_numbers, sum(l.taxable_amount) as taxable, sum(l.cgst_amount) as cgst,
           sum(l.sgst_amount) as sgst, sum(l.igst_amount) as igst, sum(l.cess_amount) as cess
    from unnest(p_lines) as l
    join unnest(p_vouchers) as v on v.id = l.voucher_id
    group by l.voucher_id, l.gst_rate
  ) as s
  cross join lateral (values
    (1, '/taxableAmount', s.taxable), (2, '/cgstAmount', s.cgst), (3, '/sgstAmount', s.sgst), (4, '/igstAmount', s.igst), (5, '/cessAmount', s.cess)
  ) as f (k, name, amount)
$$;
comment on function billing.explain_tax_summary(billing.voucher[], billing.voucher_line[]) is 'What the sums of the tax summary are made of';
