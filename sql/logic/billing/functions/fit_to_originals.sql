-- Why: notes in parts must come to what the original came to, though each rounds for itself: the line that takes the last
-- of the goods takes no paisa more of their value than is left (the discount takes up what rounding made), the line that
-- takes the last of the value takes the last of each tax head, and rounding never takes a paisa more of a head than is left
-- of it. More than that is refused by billing.check_links. Called by: billing.compute_vouchers.
create or replace function billing.fit_to_originals(
  p_inputs billing.line_input[], p_docs billing.resolved_document[], p_lines billing.voucher_line[]) returns billing.voucher_line[]
language sql stable
set search_path = ''
as $$
  with rest as materialized (
    select d.voucher_id, i.line_no, r.quantity, r.taxable_amount, r.cgst_amount, r.sgst_amount, r.igst_amount, r.cess_amount
    from billing.left_of_lines(array(select distinct i.original_id from unnest(p_inputs) as i where i.original_id is not null)) as r
    join unnest(p_inputs) as i on i.original_id = r.voucher_id and i.original_line_no = r.line_no
    join unnest(p_docs) as d on d.ord = i.ord and d.charges_tax
    join billing.vouchers as o on o.tenant_id = (select core.current_tenant()) and o.id = r.voucher_id
    join billing.voucher_kind_originals as allowed
      on allowed.voucher_type = d.voucher_type and allowed.original_type = o.voucher_type and allowed.relation = 'adjusts'
  )
  select coalesce(array_agg(case when rest.voucher_id is null then l else
           row(l.tenant_id, l.id, l.voucher_id, l.line_no, l.item_id, l.description, l.hsn, l.quantity, l.unit, l.rate, l.discount + value.over,
               l.taxability, l.gst_rate, l.cess_rate, l.gross_amount, value.taxable, fit.cgst, fit.sgst, fit.igst, fit.cess,
               value.taxable + coalesce(l.value_adjustment, 0) + fit.cgst + fit.sgst + fit.igst + fit.cess,
               l.retail_price, l.value_adjustment, l.currency_amount, l.reverse_cgst_amount, l.reverse_sgst_amount,
               l.reverse_igst_amount, l.reverse_cess_amount, l.godown_id)::billing.voucher_line end), '{}')
  from unnest(p_lines) as l
  left join rest on rest.voucher_id = l.voucher_id and rest.line_no = l.line_no
  left join lateral (
    select l.taxable_amount - excess as taxable, excess as over
    from (select case when l.quantity = rest.quantity and l.taxable_amount - rest.taxable_amount between 0.01 and 0.05
            then l.taxable_amount - rest.taxable_amount else 0 end as excess) as rounding
    offset 0
  ) as value on true
  left join lateral (
    select billing.fitted(l.cgst_amount, rest.cgst_amount, last) as cgst, billing.fitted(l.sgst_amount, rest.sgst_amount, last) as sgst,
           billing.fitted(l.igst_amount, rest.igst_amount, last) as igst, billing.fitted(l.cess_amount, rest.cess_amount, last) as cess
    from (select value.taxable = rest.taxable_amount as last) as place
    offset 0
  ) as fit on true
$$;
comment on function billing.fit_to_originals(billing.line_input[], billing.resolved_document[], billing.voucher_line[]) is 'The lines of notes with value and tax heads fitted to what is left of the original''s';
