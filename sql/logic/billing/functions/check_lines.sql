-- Phase 4 of posting, check: what is wrong with single lines, as codes of core.refusals.
-- offset 0 keeps the list whole: it is made ready once, not once a mention.
-- Sources: notification 78/2020 (HSN digits), gst.rates and gst.cess_periods (what may be charged on the day), rule 31D.
create or replace function billing.check_lines(
  p_docs billing.resolved_document[], p_inputs billing.line_input[], p_lines billing.voucher_line[])
returns billing.refusal[]
language sql stable
set search_path = ''
as $$
  select coalesce(array_agg(row(d.ord, '/lines/' || (l.line_no - 1), fault.codes, billing.line_facts(d, i, l))::billing.refusal), '{}')
  from unnest(p_lines) as l
  join unnest(p_docs) as d on d.voucher_id = l.voucher_id
  join unnest(p_inputs) as i on i.ord = d.ord and i.line_no = l.line_no
  left join gst.units as unit on unit.code = l.unit
  left join lateral (select true as found from gst.rates_in_force(l.gst_rate, l.hsn, coalesce(i.rate_date, d.rate_date)) limit 1) as rate on true
  cross join lateral (
    select case when exists (select 1 from gst.retail_price_goods as g where left(l.hsn, 2) = any (g.chapters))
             then gst.retail_price_needed(l.hsn, l.gst_rate, d.rate_date) end as needed
    offset 0
  ) as by_price
  cross join lateral (select i.item_id is not null and l.item_id is null as item_unknown) as item
  cross join lateral (select array_remove(array[
    case when item.item_unknown then 'item_unknown' end,
    case when l.description is null and not item.item_unknown then 'description_missing' end,
    case when l.hsn is null and not item.item_unknown then 'hsn_missing' end,
    case when l.hsn !~ '^([0-9]{4}|[0-9]{6}|[0-9]{8})$' then 'hsn_malformed' end,
    case when length(l.hsn) < d.hsn_digits then 'hsn_too_short' end,
    case when l.unit is null and not item.item_unknown then 'unit_missing' end,
    case when l.unit is not null and unit.code is null then 'unit_unknown' end,
    case when l.rate is null and not item.item_unknown then 'rate_missing' end,
    case when not billing.amount_fits(i.quantity * l.rate * coalesce(d.exchange_rate, 1), l.gst_rate + l.cess_rate) then 'amount_too_large' end,
    case when round(i.discount * coalesce(d.exchange_rate, 1), 2) > l.gross_amount then 'discount_exceeds_amount' end,
    case when l.taxability = 'taxable' and d.tax <> 'none' and i.gst_rate is null and i.item_id is null then 'gst_rate_missing' end,
    case when l.taxability = 'taxable' and rate.found is null then 'gst_rate_not_in_force' end,
    case when d.line_taxability = 'taxable' and l.taxability <> 'taxable' then 'untaxed_line_not_allowed' end,
    case when d.line_taxability = 'untaxed' and l.taxability = 'taxable' and not d.composition then 'taxable_line_not_allowed' end,
    case when d.is_advance and l.hsn not like '99%' then 'advance_on_goods' end,
    case when l.taxability <> 'taxable' and (l.gst_rate > 0 or l.cess_rate > 0) then 'rate_on_untaxed_line' end,
    case when l.cess_rate > 0 and not gst.cess_is_in_force(l.hsn, coalesce(i.rate_date, d.rate_date)) then 'cess_not_in_force' end,
    case when by_price.needed and l.retail_price is null and l.taxability = 'taxable' and (d.charges_tax or d.owes_tax) then 'retail_price_missing' end,
    case when l.retail_price is not null and by_price.needed is null then 'retail_price_not_in_force' end
  ], null) as codes offset 0) as fault
  where fault.codes <> '{}'
$$;
comment on function billing.check_lines(billing.resolved_document[], billing.line_input[], billing.voucher_line[]) is 'Faults of the lines of a batch, one row a line that has any';
