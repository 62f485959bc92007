-- Why: why a line's rates and HSN are what they are: the row of the law that allows the rate, the day that decided
-- (CGST Act s.14; a note keeps its original's), the digits the turnover asks for. The company's turnover is that on record
-- now. Called by: billing.explain_vouchers.
create or replace function billing.explain_line_rates(p_vouchers billing.voucher[], p_lines billing.voucher_line[], p_links billing.voucher_link[])
returns setof billing.explained_figure
language sql stable
set search_path = ''
as $$
  select l.voucher_id, array[2, l.line_no, 6 + f.k], '/lines/' || (l.line_no - 1) || f.name, f.amount, f.value, f.rule, f.source, jsonb_strip_nulls(f.inputs), null::numeric, null::numeric
  from unnest(p_lines) as l
  join unnest(p_vouchers) as v on v.id = l.voucher_id
  join billing.voucher_kinds as kind on kind.voucher_type = v.voucher_type
  left join core.companies as company on company.tenant_id = v.tenant_id
  left join gst.hsn_digit_rule(v.voucher_date, company.aggregate_turnover) as digits on true
  left join lateral (select notification from gst.rates_in_force(l.gst_rate, l.hsn, v.rate_date) limit 1) as rate on true
  left join lateral (select notification from gst.cess_in_force(l.hsn, v.rate_date) where l.cess_rate > 0 limit 1) as cess on true
  cross join lateral (
    select exists (select 1 from unnest(p_links) as k where k.voucher_id = v.id and k.relation in ('adjusts', 'increases')) as keeps_rate
  ) as note
  cross join lateral (
    select case
             when note.keeps_rate then 'a note keeps the rate of its original, that of ' || v.rate_date
             when v.supply_date is null and v.payment_date is null then 'the rate in force on the day of the document, ' || v.voucher_date
             else 'the rate in force on ' || v.rate_date || ', the middle one of supply, invoice and payment: two of the three decide' end as sentence,
           case when note.keeps_rate then 'CGST Act s.34' when v.supply_date is null and v.payment_date is null then 'CGST Act s.12 and s.13' else 'CGST Act s.14' end as law,
           jsonb_build_object('rateDate', v.rate_date, 'invoiceDate', v.voucher_date, 'supplyDate', v.supply_date, 'paymentDate', v.payment_date,
             'hsn', l.hsn, 'taxability', l.taxability) as inputs
  ) as day
  cross join lateral (values
    (1, '/hsn', null::numeric, to_jsonb(l.hsn),
     case when kind.flow = 'outward' and not note.keeps_rate
       then 'at least ' || case when v.party_gstin is null then digits.b2c_digits else digits.b2b_digits end || ' digits, by aggregate turnover and recipient'
       else 'as on the supplier''s or the original document' end,
     'CGST Rules r.46(g): ' || digits.notification,
     jsonb_build_object('aggregateTurnover', company.aggregate_turnover, 'turnoverAbove', trim_scale(digits.turnover_above), 'recipientRegistered', v.party_gstin is not null)),
    (2, '/gstRate', trim_scale(l.gst_rate), null,
     case when l.taxability = 'taxable' then day.sentence else 'the line is ' || replace(l.taxability, '_', ' ') || ' and has no rate' end,
     case when l.taxability = 'taxable' then coalesce(rate.notification || '; ', '') || day.law else 'CGST Act s.11, s.2(47) and s.2(78)' end, day.inputs),
    (3, '/cessRate', trim_scale(l.cess_rate), null,
     case when l.cess_rate > 0 then 'compensation cess, in force on ' || v.rate_date else 'no compensation cess' end,
     coalesce(cess.notification, 'GST (Compensation to States) Act s.8'), day.inputs)
  ) as f (k, name, amount, value, rule, source, inputs)
$$;
comment on function billing.explain_line_rates(billing.voucher[], billing.voucher_line[], billing.voucher_link[]) is 'Why the rates and the HSN of each line are what they are';
