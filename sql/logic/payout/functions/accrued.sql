-- Why: an accrual is booked once and taken back once. Called by: payout.book_accrual, payout.reverse_accrual, which hold the
-- invoice's lock.
create or replace function payout.accrued(p_invoice_id uuid) returns numeric
language sql stable
set search_path = ''
as $$
  select coalesce(sum(case p.kind when 'accrual' then p.amount when 'accrual_reversed' then -p.amount end), 0)
  from payout.postings as p
  where p.tenant_id = (select core.current_tenant()) and p.invoice_id = p_invoice_id and p.kind in ('accrual', 'accrual_reversed')
$$;
comment on function payout.accrued(uuid) is 'Rupees that stand as owed for an invoice by its signature';
