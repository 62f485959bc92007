-- Why: what is left of the lines of earlier vouchers, after everything posted that took some of it: quantity to take back,
-- to fulfil or to return, value and tax heads to take back. Cancelled takers do not count. One pass for many vouchers.
-- Called by: billing.inherit_lines, fit_to_originals, check_links.
create or replace function billing.left_of_lines(p_vouchers uuid[])
returns table (voucher_id uuid, line_no integer, quantity numeric, taxable_amount numeric, cgst_amount numeric, sgst_amount numeric,
               igst_amount numeric, cess_amount numeric)
language sql stable
set search_path = ''
as $$
  with taken as materialized (
    select k.original_id, k.original_line_no, sum(k.quantity) as quantity, sum(k.taxable_amount) as taxable_amount, sum(k.cgst_amount) as cgst_amount,
           sum(k.sgst_amount) as sgst_amount, sum(k.igst_amount) as igst_amount, sum(k.cess_amount) as cess_amount
    from billing.voucher_links as k
    join billing.vouchers as taker on taker.tenant_id = (select core.current_tenant()) and taker.id = k.voucher_id and taker.status = 'posted'
    where k.tenant_id = (select core.current_tenant()) and k.original_id = any (p_vouchers) and k.relation in ('adjusts', 'fulfils', 'returns')
    group by k.original_id, k.original_line_no
  )
  select l.voucher_id, l.line_no, l.quantity - coalesce(t.quantity, 0), l.taxable_amount - coalesce(t.taxable_amount, 0),
         l.cgst_amount - coalesce(t.cgst_amount, 0), l.sgst_amount - coalesce(t.sgst_amount, 0),
         l.igst_amount - coalesce(t.igst_amount, 0), l.cess_amount - coalesce(t.cess_amount, 0)
  from billing.voucher_lines as l
  left join taken as t on t.original_id = l.voucher_id and t.original_line_no = l.line_no
  where l.tenant_id = (select core.current_tenant()) and l.voucher_id = any (p_vouchers)
$$;
comment on function billing.left_of_lines(uuid[]) is 'What is left of each line of earlier vouchers: quantity, value, tax heads';
