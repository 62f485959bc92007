-- Why: what is still owed on invoices: total less what receipts or payments settled, credit notes (returns) took back and
-- advances covered, of documents up to a day. What notes take back beyond what was owed is credit, until it is refunded:
-- a refund of a note of many originals is taken from them in order of their ids. The paise by which a note is rounded
-- stand with the first of its originals. In a foreign currency the same is owed in it.
-- Called by: billing.outstanding_of, billing.outstanding. Cancelled documents count for nothing.
create or replace function billing.balances_of(p_vouchers uuid[], p_as_of date default 'infinity')
returns table (voucher_id uuid, settled_amount numeric, credited_amount numeric, applied_amount numeric, outstanding numeric,
               credit numeric, currency_outstanding numeric)
language sql stable
set search_path = ''
as $$
  select v.id, settled.rupees, credited.rupees, applied.rupees, greatest(rest.rupees, 0.00), greatest(-rest.rupees, 0.00),
         case
           when v.currency_amount is null then null
           when rest.rupees <= 0 then 0.00
           else greatest(0.01, v.currency_amount - settled.currency - credited.currency - round(applied.rupees / v.exchange_rate, 2))
         end
  from billing.vouchers as v
  cross join lateral (
    select coalesce(sum(s.total_amount), 0.00) as rupees, coalesce(round(sum(s.quantity), 2), 0.00) as currency
    from billing.voucher_links as s
    join billing.vouchers as payer on payer.tenant_id = s.tenant_id and payer.id = s.voucher_id and payer.status = 'posted' and payer.voucher_date <= p_as_of
    where s.tenant_id = v.tenant_id and s.original_id = v.id and s.relation = 'settles'
  ) as settled
  cross join lateral (
    select coalesce(sum(net.rupees), 0.00) as rupees, coalesce(sum(round(note.currency_amount * net.rupees / nullif(note.total_amount, 0), 2)), 0.00) as currency
    from (
      select k.voucher_id, sum(k.total_amount) as rupees
      from billing.voucher_links as k
      where k.tenant_id = v.tenant_id and k.original_id = v.id and k.relation = 'adjusts'
      group by k.voucher_id
    ) as taken
    join billing.vouchers as note on note.tenant_id = v.tenant_id and note.id = taken.voucher_id and note.status = 'posted' and note.voucher_date <= p_as_of
    cross join lateral (
      select sum(k.total_amount) as rupees from billing.voucher_links as k
      where k.tenant_id = v.tenant_id and k.voucher_id = note.id and k.relation = 'adjusts' and k.original_id < v.id
    ) as earlier
    cross join lateral (
      select coalesce(sum(s.total_amount), 0) as rupees
      from billing.voucher_links as s
      join billing.vouchers as payer on payer.tenant_id = s.tenant_id and payer.id = s.voucher_id and payer.status = 'posted' and payer.voucher_date <= p_as_of
      where s.tenant_id = v.tenant_id and s.original_id = note.id and s.relation = 'settles'
    ) as refunded
    cross join lateral (
      select taken.rupees + case when earlier.rupees is null then note.round_off else 0 end as rupees, coalesce(earlier.rupees + note.round_off, 0) as before
    ) as gross
    cross join lateral (select gross.rupees - greatest(0, least(refunded.rupees - gross.before, gross.rupees)) as rupees) as net
  ) as credited
  cross join lateral (
    select coalesce(sum(a.total_amount), 0.00) as rupees
    from billing.voucher_links as a
    where a.tenant_id = v.tenant_id and a.voucher_id = v.id and a.relation = 'applies'
  ) as applied
  cross join lateral (select v.total_amount - settled.rupees - credited.rupees - applied.rupees as rupees) as rest
  where v.tenant_id = (select core.current_tenant()) and v.id = any (p_vouchers) and v.status = 'posted' and v.voucher_date <= p_as_of
$$;
comment on function billing.balances_of(uuid[], date) is 'What is settled, credited, covered by advances and still owed on invoices, on a day';
