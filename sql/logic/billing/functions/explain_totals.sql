-- Why: how the totals of a document came about: sums of its lines, the rounding to the rupee (CGST Act s.170), the tax the
-- recipient owes, the total in its own currency. Worked out anew from the lines; a money document totals its entries.
-- Called by: billing.explain_vouchers.
create or replace function billing.explain_totals(p_vouchers billing.voucher[], p_lines billing.voucher_line[]) returns setof billing.explained_figure
language sql stable
set search_path = ''
as $$
  select v.id, array[3, f.k], f.name, f.amount, null::jsonb, f.rule, f.source, jsonb_strip_nulls(f.inputs), f.before, f.step
  from unnest(p_vouchers) as v
  join billing.voucher_kinds as kind on kind.voucher_type = v.voucher_type
  cross join lateral (
    select count(*) as lines, coalesce(sum(l.taxable_amount), 0.00) as taxable, coalesce(sum(l.cgst_amount), 0.00) as cgst, coalesce(sum(l.sgst_amount), 0.00) as sgst,
           coalesce(sum(l.igst_amount), 0.00) as igst, coalesce(sum(l.cess_amount), 0.00) as cess, coalesce(sum(l.total_amount), v.total_amount) as total,
           sum(l.value_adjustment) as adjustment, sum(l.currency_amount) as in_currency,
           sum(l.reverse_cgst_amount) as owed_cgst, sum(l.reverse_sgst_amount) as owed_sgst, sum(l.reverse_igst_amount) as owed_igst, sum(l.reverse_cess_amount) as owed_cess
    from unnest(p_lines) as l where l.voucher_id = v.id
  ) as sums
  cross join lateral (select case when kind.rounds then round(sums.total) + 0.00 else sums.total end as total, sums.cgst + sums.sgst + sums.igst + sums.cess as tax) as made
  cross join lateral (
    select sums.in_currency + made.tax / v.exchange_rate as exact, coalesce(sums.in_currency + round(made.tax / v.exchange_rate, 2), v.currency_amount) as total
  ) as foreign_total
  cross join lateral (select case when sums.lines > 0 then 'the sum over the lines' else 'nothing is supplied, so there is none' end as sum,
    jsonb_build_object('lines', sums.lines) as counted) as said
  cross join lateral (values
    (1, '/taxableAmount', sums.taxable, said.sum, 'CGST Act s.15', said.counted, null, null),
    (2, '/cgstAmount', sums.cgst, said.sum, 'CGST Act s.9', said.counted, null, null),
    (3, '/sgstAmount', sums.sgst, said.sum, 'SGST Act s.9, UTGST Act s.7', said.counted, null, null),
    (4, '/igstAmount', sums.igst, said.sum, 'IGST Act s.5', said.counted, null, null),
    (5, '/cessAmount', sums.cess, said.sum, 'GST (Compensation to States) Act s.8', said.counted, null, null),
    (6, '/valueAdjustment', sums.adjustment, 'what the goods are sold for less the value the law puts on them, the sum over the lines', 'CGST Rules r.31D', said.counted, null, null),
    (7, '/roundOff', made.total - sums.total,
     case when sums.lines = 0 or not kind.rounds then 'this kind of document is not rounded' else 'what rounding to the rupee adds or takes' end,
     'CGST Act s.170', jsonb_build_object('exactTotal', sums.total, 'totalAmount', made.total), null, null),
    (8, '/totalAmount', made.total,
     case when sums.lines = 0 then 'the sum of the entries on either side' when kind.rounds then 'the lines with their taxes, rounded to the rupee, half a rupee up'
       else 'the lines with their taxes; this kind of document is not rounded' end,
     case when kind.rounds then 'CGST Act s.170' else 'CGST Rules r.46' end,
     jsonb_build_object('taxableAmount', sums.taxable, 'tax', made.tax, 'valueAdjustment', sums.adjustment),
     case when kind.rounds and sums.lines > 0 then sums.total end, case when kind.rounds and sums.lines > 0 then 1 end),
    (9, '/currencyAmount', foreign_total.total, case when sums.lines = 0 then 'as entered' else 'the lines in the currency of the document, and the tax at its rate of exchange' end, 'CGST Rules r.34',
     jsonb_build_object('currency', v.currency, 'exchangeRate', trim_scale(v.exchange_rate), 'lines', sums.in_currency, 'tax', made.tax), foreign_total.exact, case when sums.lines > 0 then 0.01 end),
    (10, '/reverseChargeTax/cgstAmount', sums.owed_cgst, 'CGST the recipient owes, the sum over the lines; no part of the total', 'CGST Act s.9(3) and (4)', said.counted, null, null),
    (11, '/reverseChargeTax/sgstAmount', sums.owed_sgst, 'SGST or UTGST the recipient owes, the sum over the lines; no part of the total', 'SGST Act s.9(3) and (4)', said.counted, null, null),
    (12, '/reverseChargeTax/igstAmount', sums.owed_igst, 'IGST the recipient owes, the sum over the lines; no part of the total', 'IGST Act s.5(3) and (4)', said.counted, null, null),
    (13, '/reverseChargeTax/cessAmount', sums.owed_cess, 'cess the recipient owes, the sum over the lines; no part of the total', 'GST (Compensation to States) Act s.8', said.counted, null, null)
  ) as f (k, name, amount, rule, source, inputs, before, step)
  where f.amount is not null
$$;
comment on function billing.explain_totals(billing.voucher[], billing.voucher_line[]) is 'The rule, the inputs and the rounding behind the totals of a document';
