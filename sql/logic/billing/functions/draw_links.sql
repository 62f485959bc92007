-- Why: which lines of which earlier vouchers the lines of a batch stand on, and how much of them they take. A note that
-- says goodsReturned: false takes value and no quantity. The originals are looked up once, not once a line (materialized:
-- the planner takes a batch for a handful). Called by: billing.compute_vouchers.
create or replace function billing.draw_links(
  p_docs billing.resolved_document[], p_inputs billing.line_input[], p_lines billing.voucher_line[]) returns billing.voucher_link[]
language sql stable
set search_path = ''
as $$
  with original as materialized (
    select v.id, k.voucher_type as taken_by, k.relation
    from billing.vouchers as v
    join billing.voucher_kind_originals as k on k.original_type = v.voucher_type and k.relation not in ('settles', 'applies')
    where v.tenant_id = (select core.current_tenant()) and v.id = any (array(select i.original_id from unnest(p_inputs) as i))
  ), standing as materialized (
    select d.voucher_id, i.line_no, d.voucher_type, i.original_id, i.original_line_no,
           (d.particulars -> 'goodsReturned')::boolean is not false as takes_goods
    from unnest(p_docs) as d
    join unnest(p_inputs) as i on i.ord = d.ord
    where i.original_line_no is not null
  )
  select coalesce(array_agg(row(
           l.tenant_id, core.uuid_v7(), l.voucher_id, l.line_no, o.id, s.original_line_no, o.relation,
           case when s.takes_goods then l.quantity else 0 end,
           l.taxable_amount, l.cgst_amount, l.sgst_amount, l.igst_amount, l.cess_amount, l.total_amount)::billing.voucher_link), '{}')
  from unnest(p_lines) as l
  join standing as s on s.voucher_id = l.voucher_id and s.line_no = l.line_no
  join original as o on o.id = s.original_id and o.taken_by = s.voucher_type
$$;
comment on function billing.draw_links(billing.resolved_document[], billing.line_input[], billing.voucher_line[]) is 'The links of the lines of a batch to the lines they stand on';
