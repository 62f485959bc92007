-- Why: money that came in or went out and was not (all) allocated, and advances not used up: the other part of what a
-- party's ledger says. Debit positive: what a party has paid us ahead is negative. Called by: reports.
create or replace function billing.on_account(p_as_of date default null, p_party_id uuid default null)
returns table (voucher_id uuid, voucher_type text, number text, voucher_date date, party_id uuid, party_name text, amount numeric)
language sql stable
set search_path = ''
as $$
  select v.id, v.voucher_type, v.number, v.voucher_date, booked.party_id, booked.name, rest.amount
  from billing.vouchers as v
  join billing.voucher_kinds as kind on kind.voucher_type = v.voucher_type and (kind.flow = 'money' or kind.is_advance or v.voucher_type = 'payment_voucher')
  join lateral (
    select account.party_id, account.name, sum(e.debit - e.credit) as amount
    from ledger.ledger_entries as e
    join ledger.ledgers as account on account.tenant_id = e.tenant_id and account.id = e.ledger_id and account.party_id is not null
    where e.tenant_id = v.tenant_id and e.voucher_id = v.id
    group by account.party_id, account.name
  ) as booked on true
  cross join lateral (
    select coalesce(sum(k.total_amount), 0) as amount
    from billing.voucher_links as k
    join billing.vouchers as taker on taker.tenant_id = k.tenant_id and taker.id = k.voucher_id and taker.status = 'posted'
      and taker.voucher_date <= coalesce(p_as_of, core.today())
    where booked.party_id = v.party_id and k.tenant_id = v.tenant_id
      and (k.voucher_id = v.id and k.relation in ('settles', 'adjusts') or k.original_id = v.id and k.relation in ('applies', 'adjusts'))
  ) as taken
  cross join lateral (select booked.amount - sign(booked.amount) * taken.amount as amount) as rest
  where v.tenant_id = (select core.current_tenant()) and v.status = 'posted' and v.voucher_date <= coalesce(p_as_of, core.today())
    and (p_party_id is null or booked.party_id = p_party_id) and rest.amount <> 0
  order by booked.name, v.voucher_date, v.number
$$;
comment on function billing.on_account(date, uuid) is 'Money of a party that is not allocated, and advances not used, on a day; debit positive';
