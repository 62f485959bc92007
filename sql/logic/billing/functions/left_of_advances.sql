-- Why: an advance is used up once: what is left of receipt vouchers after refunds and the invoices that used them, with the
-- tax heads of it. Called by: billing.read_allocations, billing.check_allocations. Cancelled takers do not count.
create or replace function billing.left_of_advances(p_vouchers uuid[])
returns table (voucher_id uuid, total_amount numeric, cgst_amount numeric, sgst_amount numeric, igst_amount numeric, cess_amount numeric)
language sql stable
set search_path = ''
as $$
  select v.id, v.total_amount - coalesce(taken.total, 0), v.cgst_amount - coalesce(taken.cgst, 0), v.sgst_amount - coalesce(taken.sgst, 0),
         v.igst_amount - coalesce(taken.igst, 0), v.cess_amount - coalesce(taken.cess, 0)
  from billing.vouchers as v
  cross join lateral (
    select sum(k.total_amount) as total, sum(k.cgst_amount) as cgst, sum(k.sgst_amount) as sgst, sum(k.igst_amount) as igst, sum(k.cess_amount) as cess
    from billing.voucher_links as k
    join billing.vouchers as taker on taker.tenant_id = k.tenant_id and taker.id = k.voucher_id and taker.status = 'posted'
    where k.tenant_id = v.tenant_id and k.original_id = v.id and k.relation in ('adjusts', 'applies')
  ) as taken
  where v.tenant_id = (select core.current_tenant()) and v.id = any (p_vouchers)
$$;
comment on function billing.left_of_advances(uuid[]) is 'What is left of advances, and the tax in it';
