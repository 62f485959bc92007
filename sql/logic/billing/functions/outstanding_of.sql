-- Why: what a receipt or payment may settle of each voucher: of an invoice what is owed, of a credit note or a return what
-- it gives back beyond what its originals still owe. In rupees, and in its own currency where that is foreign.
-- Called by: billing.read_allocations, billing.check_allocations.
create or replace function billing.outstanding_of(p_vouchers uuid[])
returns table (voucher_id uuid, outstanding numeric, exchange_rate numeric, currency_outstanding numeric)
language sql stable
set search_path = ''
as $$
  select v.id, open.rupees, v.exchange_rate,
         case
           when v.exchange_rate is null then null
           when originals.credit is null then own.currency_outstanding
           when open.rupees = v.total_amount then v.currency_amount
           else round(open.rupees / v.exchange_rate, 2)
         end
  from billing.vouchers as v
  join billing.balances_of(p_vouchers) as own on own.voucher_id = v.id
  cross join lateral (
    select case when count(*) > 0 then (select sum(o.credit) from billing.balances_of(array_agg(k.original_id)) as o) end as credit
    from billing.voucher_links as k
    where k.tenant_id = v.tenant_id and k.voucher_id = v.id and k.relation = 'adjusts'
  ) as originals
  cross join lateral (select least(own.outstanding, coalesce(originals.credit, own.outstanding)) as rupees) as open
  where v.tenant_id = (select core.current_tenant()) and v.id = any (p_vouchers)
$$;
comment on function billing.outstanding_of(uuid[]) is 'What may still be settled of vouchers, in rupees and in their own currency';
