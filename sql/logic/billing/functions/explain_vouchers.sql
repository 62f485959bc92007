-- Why: every figure and decision of documents with its rule, source, inputs and rounding, worked out anew from their rows
-- by the functions posting uses; stored or not, so that a preview explains itself the same way. One function a subject.
-- Generic plans, since planning anew costs more than the work. Called by: billing.explain_voucher, preview_vouchers.
create or replace function billing.explain_vouchers(
  p_vouchers billing.voucher[], p_lines billing.voucher_line[], p_entries ledger.ledger_entry[], p_links billing.voucher_link[])
returns table (voucher_id uuid, figures json)
language sql stable
set search_path = ''
set plan_cache_mode = 'force_generic_plan'
as $$
  select f.voucher_id, json_agg(
           case when f.value is null
             then json_build_object('pointer', f.pointer, 'amount', f.amount, 'rule', f.rule, 'source', f.source, 'inputs', f.inputs, 'rounding',
               case when f.before is not null then json_build_object('method', 'half_up', 'to', f.step, 'before', trim_scale(f.before)) end)
             else json_build_object('pointer', f.pointer, 'value', f.value, 'rule', f.rule, 'source', f.source, 'inputs', f.inputs, 'rounding', null) end
           order by f.place)
  from (
    select * from billing.explain_kind(p_vouchers, p_links)
    union all select * from billing.explain_place(p_vouchers, p_lines, p_links)
    union all select * from billing.explain_line_values(p_vouchers, p_lines)
    union all select * from billing.explain_line_rates(p_vouchers, p_lines, p_links)
    union all select * from billing.explain_line_taxes(p_vouchers, p_lines, p_links)
    union all select * from billing.explain_totals(p_vouchers, p_lines)
    union all select * from billing.explain_tax_summary(p_vouchers, p_lines)
    union all select * from billing.explain_portals(p_vouchers, p_lines)
    union all select * from billing.explain_entries(p_vouchers, p_entries)
  ) as f
  group by f.voucher_id
$$;
comment on function billing.explain_vouchers(billing.voucher[], billing.voucher_line[], ledger.ledger_entry[], billing.voucher_link[]) is 'Every figure and decision of documents with what stands behind it, as JSON lists';
