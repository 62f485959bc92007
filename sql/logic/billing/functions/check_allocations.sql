-- Phase 4 of posting, check: what is wrong with settlements, advances used and advances refunded, as codes of
-- core.refusals. Nothing is settled or used twice, counting the documents of the batch before it.
-- Sources: CGST rules 50 and 51 (advances and their refund), CGST Act s.13(2) (the invoice charges what the advance did not).
create or replace function billing.check_allocations(
  p_docs billing.resolved_document[], p_lines billing.voucher_line[], p_entries billing.entry_input[], p_links billing.voucher_link[])
returns billing.refusal[]
language sql stable
set search_path = ''
as $$
  with taking as (
    select d.ord, k.ordinality as n, d.voucher_type, d.party_id, d.currency, d.flow, d.company_gstin, d.place_of_supply, d.supply_type, d.voucher_date,
           k.original_id, k.relation, k.total_amount, case when k.quantity > 0 then k.quantity else k.total_amount end as amount,
           coalesce(d.particulars ? 'advances', false) as uses_advances, d.is_advance and k.relation = 'adjusts' as refunds,
           row_number() over (partition by d.ord order by k.ordinality) - 1 as at,
           sum(case when k.quantity > 0 then k.quantity else k.total_amount end) over (partition by k.original_id order by d.ord, k.ordinality) as so_much
    from unnest(p_links) with ordinality as k
    join unnest(p_docs) as d on d.voucher_id = k.voucher_id
    where k.relation is null or k.relation in ('settles', 'applies') or d.is_advance and k.relation = 'adjusts'
  ), original as (
    select v.id, v.voucher_type, v.status, v.number, v.party_id, v.currency, v.company_gstin, v.place_of_supply, v.supply_type, v.voucher_date
    from billing.vouchers as v
    where v.tenant_id = (select core.current_tenant()) and v.id = any (array(select original_id from taking))
  )
  select coalesce(array_agg(row(fault.ord, fault.place, fault.codes, fault.facts)::billing.refusal), '{}')
  from (
    select t.ord, case when t.uses_advances then '/advances/' else '/allocations/' end || t.at as place, array_remove(array[
             case when o.id is null or o.status = 'draft' then 'allocation_unknown' end,
             case when o.id is not null and t.relation is null then 'allocation_of_another_kind' end,
             case when o.status = 'cancelled' then 'allocation_is_cancelled' end,
             case when o.party_id is distinct from t.party_id and o.id is not null then 'allocation_of_another_party' end,
             case when t.relation = 'settles' and o.currency <> t.currency then 'allocation_of_another_currency' end,
             case when t.relation = 'applies' and (t.company_gstin, t.place_of_supply, t.supply_type) <> (o.company_gstin, o.place_of_supply, o.supply_type)
                    then 'advance_of_another_place' end,
             case when t.relation = 'applies' and o.voucher_date > t.voucher_date then 'advance_after_invoice' end,
             case when t.relation = 'settles' and o.status = 'posted' and t.so_much > coalesce(b.currency_outstanding, b.outstanding) then 'allocation_exceeds_outstanding' end,
             case when t.relation = 'applies' and o.status = 'posted' and (t.so_much > a.total_amount or a.total_amount <= 0) then 'exceeds_advance' end
           ], null) as codes,
           jsonb_build_object('voucherId', t.original_id, 'number', o.number, 'voucherType', t.voucher_type, 'originalType', o.voucher_type,
             'left', coalesce(b.currency_outstanding, b.outstanding, a.total_amount), 'currency', o.currency, 'placeOfSupply', o.place_of_supply,
             'originalDate', o.voucher_date) as facts
    from taking as t
    left join original as o on o.id = t.original_id
    left join billing.outstanding_of(array(select original_id from taking where relation = 'settles')) as b on b.voucher_id = t.original_id
    left join billing.left_of_advances(array(select original_id from taking where relation = 'applies')) as a on a.voucher_id = t.original_id
    where not t.refunds
    union all
    select t.ord, '', array['exceeds_advance'], jsonb_build_object('number', o.number, 'left', a.total_amount)
    from (select t.ord, t.original_id, max(t.so_much) as so_much from taking as t where t.refunds group by t.ord, t.original_id) as t
    join billing.left_of_advances(array(select original_id from taking where refunds)) as a on a.voucher_id = t.original_id
    join original as o on o.id = t.original_id
    where t.so_much > a.total_amount
    union all
    select d.ord, case when taken.uses_advances then '/advances' else '/allocations' end, array['allocation_exceeds_amount'],
           jsonb_build_object('allocated', taken.amount, 'amount', has.amount)
    from unnest(p_docs) as d
    join (select t.ord, sum(t.amount) as amount, bool_or(t.uses_advances) as uses_advances from taking as t where not t.refunds group by t.ord) as taken on taken.ord = d.ord
    cross join lateral (
      select case
        when d.particulars ? 'amount' then (d.particulars ->> 'amount')::numeric
        when d.flow = 'money' then (select sum(case d.voucher_type when 'receipt' then e.credit - e.debit else e.debit - e.credit end)
                                    from unnest(p_entries) as e where e.ord = d.ord and e.ledger_id = d.party_id)
        else (select case when d.rounds then round(sum(l.total_amount)) else sum(l.total_amount) end from unnest(p_lines) as l where l.voucher_id = d.voucher_id)
      end as amount
    ) as has
    where taken.amount > coalesce(has.amount, 0)
  ) as fault
  where fault.codes <> '{}'
$$;
comment on function billing.check_allocations(billing.resolved_document[], billing.voucher_line[], billing.entry_input[], billing.voucher_link[]) is 'Faults of settlements, of advances used and of advances refunded';
