-- Phase 4 of posting, check: what is wrong with single lines. One row a fault, pointing at the field.
-- Sources: notification 78/2020 (HSN digits), gst.rates and gst.cess_periods (what may be charged on the day).
create or replace function billing.check_lines(
  p_docs billing.resolved_document[], p_inputs billing.line_input[], p_lines billing.voucher_lines[])
returns setof billing.refusal
language sql stable
set search_path = ''
as $$
  select d.ord, '/lines/' || (l.line_no - 1) || fault.pointer, fault.code, fault.facts
  from unnest(p_docs) as d
  join unnest(p_lines) as l on l.voucher_id = d.voucher_id
  join unnest(p_inputs) as i on i.ord = d.ord and i.line_no = l.line_no
  left join gst.units as unit on unit.code = l.unit
  cross join lateral (select gst.hsn_digits(d.voucher_date, d.turnover, d.party_gstin is not null) as wanted) as hsn
  cross join lateral (values
    (i.item_id is not null and l.item_id is null, '/itemId', 'item_unknown', jsonb_build_object('itemId', i.item_id)),
    (l.description is null and i.item_id is null, '/description', 'description_missing', '{}'::jsonb),
    (l.hsn is null and i.item_id is null, '/hsn', 'hsn_missing', '{}'::jsonb),
    (l.hsn !~ '^([0-9]{4}|[0-9]{6}|[0-9]{8})$', '/hsn', 'hsn_malformed', jsonb_build_object('hsn', l.hsn)),
    (length(l.hsn) < hsn.wanted, '/hsn', 'hsn_too_short', jsonb_build_object('hsn', l.hsn, 'digits', hsn.wanted)),
    (unit.code is null and l.unit is not null, '/unit', 'unit_unknown', jsonb_build_object('unit', l.unit)),
    (l.unit is null and i.item_id is null, '/unit', 'unit_missing', '{}'::jsonb),
    (l.rate is null and (i.item_id is null or l.item_id is not null), '/rate', 'rate_missing', '{}'::jsonb),
    (i.quantity * l.rate >= 1e12, '/rate', 'amount_too_large', jsonb_build_object('limit', 999999999999.99)),
    (i.discount > l.gross_amount, '/discount', 'discount_exceeds_amount', jsonb_build_object('discount', i.discount, 'amount', l.gross_amount)),
    (l.taxability = 'taxable' and not gst.rate_in_force(l.gst_rate, l.hsn, d.voucher_date), '/gstRate', 'gst_rate_not_in_force', jsonb_build_object('gstRate', trim_scale(l.gst_rate), 'date', d.voucher_date, 'hsn', l.hsn)),
    (l.taxability <> 'taxable' and (l.gst_rate > 0 or l.cess_rate > 0), '/gstRate', 'rate_on_untaxed_line', jsonb_build_object('taxability', l.taxability)),
    (l.cess_rate > 0 and not gst.cess_in_force(l.hsn, d.voucher_date), '/cessRate', 'cess_not_in_force', jsonb_build_object('date', d.voucher_date, 'hsn', l.hsn))
  ) as fault(found, pointer, code, facts)
  where fault.found
$$;
comment on function billing.check_lines(billing.resolved_document[], billing.line_input[], billing.voucher_lines[]) is 'Faults of the lines of a batch, one row each';
