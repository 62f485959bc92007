-- Why: how the value of each line came about: quantity by rate, discount, conversion into rupees, the retail price of
-- rule 31D, the total. Worked out anew from what the line stores. Called by: billing.explain_vouchers.
create or replace function billing.explain_line_values(p_vouchers billing.voucher[], p_lines billing.voucher_line[]) returns setof billing.explained_figure
language sql stable
set search_path = ''
as $$
  select l.voucher_id, array[2, l.line_no, f.k], '/lines/' || (l.line_no - 1) || f.name, f.amount, null::jsonb, f.rule, f.source,
         jsonb_strip_nulls(f.inputs), f.before, case when f.before is not null then 0.01 end
  from unnest(p_lines) as l
  join unnest(p_vouchers) as v on v.id = l.voucher_id
  cross join lateral (
    select l.quantity * l.rate * coalesce(v.exchange_rate, 1) as gross, l.gross_amount - l.discount as sold_for,
           l.quantity * l.retail_price * 100 / (100 + l.gst_rate + l.cess_rate) as by_price,
           l.cgst_amount + l.sgst_amount + l.igst_amount + l.cess_amount as tax
  ) as exact
  left join lateral gst.retail_price(l.hsn, l.gst_rate, v.rate_date) as law on true
  cross join lateral (values
    (1, '/grossAmount', round(exact.gross, 2),
     'quantity by rate' || case when v.exchange_rate is null then '' else ', in rupees at the rate of exchange' end,
     'CGST Act s.15(1)' || case when v.exchange_rate is null then '' else ', rule 34' end,
     jsonb_build_object('quantity', trim_scale(l.quantity), 'unit', l.unit, 'rate', trim_scale(l.rate),
       'currency', nullif(v.currency, 'INR'), 'exchangeRate', trim_scale(v.exchange_rate)), exact.gross),
    (2, '/discount', l.discount,
     case when l.discount = 0 then 'no discount was given' else 'the discount recorded in the document is no part of the value' end, 'CGST Act s.15(3)(a)',
     jsonb_build_object('currency', nullif(v.currency, 'INR'), 'exchangeRate', trim_scale(v.exchange_rate)), null),
    (3, '/taxableAmount', case when l.retail_price is null then exact.sold_for else round(exact.by_price, 2) end,
     case when l.retail_price is null then 'gross amount less discount'
       else 'the retail price of the goods less the tax in it, whatever they are sold for: retail price by 100 / (100 + rates of tax)' end,
     case when l.retail_price is null then 'CGST Act s.15' else coalesce(law.notification, 'Rule 31D') end,
     case when l.retail_price is null then jsonb_build_object('grossAmount', l.gross_amount, 'discount', l.discount)
       else jsonb_build_object('quantity', trim_scale(l.quantity), 'retailPrice', trim_scale(l.retail_price),
         'gstRate', trim_scale(l.gst_rate), 'cessRate', trim_scale(l.cess_rate)) end,
     case when l.retail_price is not null then exact.by_price end),
    (4, '/valueAdjustment', case when l.value_adjustment is not null then exact.sold_for - round(exact.by_price, 2) end,
     'what the goods are sold for less the value the law puts on them', 'CGST Rules r.31D',
     jsonb_build_object('soldFor', exact.sold_for, 'taxableAmount', l.taxable_amount), null),
    (5, '/currencyAmount', l.currency_amount, 'quantity by rate less discount, in the currency of the document', 'CGST Act s.15(1)',
     jsonb_build_object('quantity', trim_scale(l.quantity), 'rate', trim_scale(l.rate), 'currency', v.currency), null),
    (20, '/totalAmount', exact.sold_for + exact.tax, 'what the line is sold for, and the tax charged on it', 'CGST Rules r.46',
     jsonb_build_object('soldFor', exact.sold_for, 'cgstAmount', l.cgst_amount, 'sgstAmount', l.sgst_amount, 'igstAmount', l.igst_amount,
       'cessAmount', l.cess_amount), null)
  ) as f (k, name, amount, rule, source, inputs, before)
  where f.amount is not null
$$;
comment on function billing.explain_line_values(billing.voucher[], billing.voucher_line[]) is 'The rule, the inputs and the rounding behind the value of each line';
