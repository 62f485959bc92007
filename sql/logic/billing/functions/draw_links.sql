-- Why: which lines of which earlier vouchers the lines of a batch stand on, and how much of them they take. A note that
-- says goodsReturned: false takes value and no quantity. Called by: billing.compute_vouchers.
create or replace function billing.draw_links(
  p_docs billing.resolved_document[], p_inputs billing.line_input[], p_lines billing.voucher_line[]) returns billing.voucher_link[]
language sql stable
set search_path = ''
as $$
  select coalesce(array_agg(row(
           l.tenant_id, core.uuid_v7(), l.voucher_id, l.line_no, o.id, i.original_line_no, allowed.relation,
           case when (d.particulars -> 'goodsReturned')::boolean is not false then l.quantity else 0 end,
           l.taxable_amount, l.cgst_amount, l.sgst_amount, l.igst_amount, l.cess_amount, l.total_amount)::billing.voucher_link), '{}')
  from unnest(p_lines) as l
  join unnest(p_docs) as d on d.voucher_id = l.voucher_id
  join unnest(p_inputs) as i on i.ord = d.ord and i.line_no = l.line_no
  join billing.vouchers as o on o.tenant_id = l.tenant_id and o.id = i.original_id
  join billing.voucher_kind_originals as allowed
    on allowed.voucher_type = d.voucher_type and allowed.original_type = o.voucher_type and allowed.relation not in ('settles', 'applies')
  where i.original_line_no is not null
$$;
comment on function billing.draw_links(billing.resolved_document[], billing.line_input[], billing.voucher_line[]) is 'The links of the lines of a batch to the lines they stand on';
