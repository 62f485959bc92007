-- Phase 4 of posting, check: what is wrong with single lines. One row a fault, pointing at the field.
-- Sources: notification 78/2020 (HSN digits), gst.rates and gst.cess_periods (what may be charged on the day).
create or replace function billing.check_lines(
  p_docs billing.resolved_document[], p_inputs billing.line_input[], p_lines billing.voucher_lines[])
returns billing.refusal[]
language sql stable
set search_path = ''
as $$
  select coalesce(array_agg(row(d.ord, '/lines/' || (l.line_no - 1) || fault.pointer, fault.code, core.pick(jsonb_build_object(
           'itemId', i.item_id, 'hsn', l.hsn, 'digits', d.hsn_digits, 'unit', l.unit, 'limit', 999999999999.99, 'discount', i.discount,
           'amount', l.gross_amount, 'gstRate', trim_scale(l.gst_rate), 'date', d.voucher_date, 'taxability', l.taxability),
           fault.facts))::billing.refusal), '{}')
  from unnest(p_lines) as l
  join unnest(p_docs) as d on d.voucher_id = l.voucher_id
  join unnest(p_inputs) as i on i.ord = d.ord and i.line_no = l.line_no
  cross join lateral (values
    (i.item_id is not null and l.item_id is null, '/itemId', 'item_unknown', '{itemId}'),
    (l.description is null and i.item_id is null, '/description', 'description_missing', null),
    (l.hsn is null and i.item_id is null, '/hsn', 'hsn_missing', null),
    (l.hsn !~ '^([0-9]{4}|[0-9]{6}|[0-9]{8})$', '/hsn', 'hsn_malformed', '{hsn}'),
    (length(l.hsn) < d.hsn_digits, '/hsn', 'hsn_too_short', '{hsn,digits}'),
    (l.unit is null and i.item_id is null, '/unit', 'unit_missing', null),
    (not gst.is_unit(l.unit), '/unit', 'unit_unknown', '{unit}'),
    (l.rate is null and (i.item_id is null or l.item_id is not null), '/rate', 'rate_missing', null),
    (i.quantity * l.rate >= 1e12, '/rate', 'amount_too_large', '{limit}'),
    (i.discount > l.gross_amount, '/discount', 'discount_exceeds_amount', '{discount,amount}'),
    (l.taxability = 'taxable' and not gst.rate_in_force(l.gst_rate, l.hsn, d.voucher_date), '/gstRate', 'gst_rate_not_in_force', '{gstRate,hsn,date}'),
    (l.taxability <> 'taxable' and (l.gst_rate > 0 or l.cess_rate > 0), '/gstRate', 'rate_on_untaxed_line', '{taxability}'),
    (l.cess_rate > 0 and not gst.cess_in_force(l.hsn, d.voucher_date), '/cessRate', 'cess_not_in_force', '{hsn,date}')
  ) as fault(found, pointer, code, facts)
  where fault.found
$$;
comment on function billing.check_lines(billing.resolved_document[], billing.line_input[], billing.voucher_lines[]) is 'Faults of the lines of a batch, one row each';
