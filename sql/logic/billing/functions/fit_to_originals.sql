-- Why: notes in parts must come to what the original came to, though each rounds for itself: the line that takes the last
-- of the value takes the last of each tax head, and rounding never takes a paisa more of a head than is left of it. More
-- than a paisa is refused by billing.check_links. Called by: billing.compute_vouchers.
create or replace function billing.fit_to_originals(
  p_inputs billing.line_input[], p_docs billing.resolved_document[], p_lines billing.voucher_line[]) returns billing.voucher_line[]
language sql stable
set search_path = ''
as $$
  select coalesce(array_agg(case when rest.voucher_id is null then l else (
           select row(l.tenant_id, l.id, l.voucher_id, l.line_no, l.item_id, l.description, l.hsn, l.quantity, l.unit, l.rate, l.discount,
                      l.taxability, l.gst_rate, l.cess_rate, l.gross_amount, l.taxable_amount, fit.cgst, fit.sgst, fit.igst, fit.cess,
                      l.total_amount - l.cgst_amount - l.sgst_amount - l.igst_amount - l.cess_amount + fit.cgst + fit.sgst + fit.igst + fit.cess,
                      l.retail_price, l.value_adjustment, l.currency_amount, l.reverse_cgst_amount, l.reverse_sgst_amount,
                      l.reverse_igst_amount, l.reverse_cess_amount, l.godown_id)::billing.voucher_line
           from (select billing.fitted(l.cgst_amount, rest.cgst_amount, rest.is_last) as cgst, billing.fitted(l.sgst_amount, rest.sgst_amount, rest.is_last) as sgst,
                        billing.fitted(l.igst_amount, rest.igst_amount, rest.is_last) as igst, billing.fitted(l.cess_amount, rest.cess_amount, rest.is_last) as cess) as fit
         ) end), '{}')
  from unnest(p_lines) as l
  join unnest(p_docs) as d on d.voucher_id = l.voucher_id
  join unnest(p_inputs) as i on i.ord = d.ord and i.line_no = l.line_no
  left join billing.vouchers as o on o.tenant_id = l.tenant_id and o.id = i.original_id
  left join billing.voucher_kind_originals as allowed
    on allowed.voucher_type = d.voucher_type and allowed.original_type = o.voucher_type and allowed.relation = 'adjusts'
  left join lateral (
    select r.*, l.taxable_amount = r.taxable_amount as is_last
    from billing.left_of_lines(array[i.original_id]) as r
    where r.line_no = i.original_line_no and allowed.relation is not null and d.charges_tax
  ) as rest on true
$$;
comment on function billing.fit_to_originals(billing.line_input[], billing.resolved_document[], billing.voucher_line[]) is 'The lines of notes with their tax heads fitted to what is left of the original''s';
