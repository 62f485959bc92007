-- Why: who owes what, on a day: every invoice (debit note, purchase) that is not settled in full, or that has credit left
-- from notes beyond what was owed. Called by: reports. Of one party where it is given. What is on account (received or
-- paid without an allocation, advances not used) is no part of it: billing.on_account.
create or replace function billing.outstanding(p_as_of date default null, p_party_id uuid default null)
returns table (voucher_id uuid, voucher_type text, flow text, number text, voucher_date date, party_id uuid, party_name text, reference text,
               total_amount numeric, settled_amount numeric, credited_amount numeric, applied_amount numeric, outstanding numeric, credit numeric,
               currency text, exchange_rate numeric, currency_outstanding numeric)
language sql stable
set search_path = ''
as $$
  with due as (
    select v.id, v.voucher_type, kind.flow, v.number, v.voucher_date, v.party_id, v.party_name, v.reference, v.total_amount, v.currency, v.exchange_rate
    from billing.vouchers as v
    join billing.voucher_kinds as kind on kind.voucher_type = v.voucher_type
    where v.tenant_id = (select core.current_tenant()) and v.status = 'posted' and v.voucher_date <= coalesce(p_as_of, core.today())
      and (p_party_id is null or v.party_id = p_party_id)
      and v.voucher_type in (select k.original_type from billing.voucher_kind_originals as k where k.relation = 'settles')
      and v.voucher_type not in (select k.voucher_type from billing.voucher_kind_originals as k where k.relation = 'adjusts')
  )
  select d.id, d.voucher_type, d.flow, d.number, d.voucher_date, d.party_id, d.party_name, d.reference, d.total_amount, b.settled_amount,
         b.credited_amount, b.applied_amount, b.outstanding, b.credit, d.currency, d.exchange_rate, b.currency_outstanding
  from due as d
  join billing.balances_of(array(select id from due), coalesce(p_as_of, core.today())) as b on b.voucher_id = d.id
  where b.outstanding > 0 or b.credit > 0
  order by d.party_name, d.voucher_date, d.number
$$;
comment on function billing.outstanding(date, uuid) is 'Open invoices of a day, of all parties or one: total, settled, outstanding';
