-- Why: goods still on the road need a valid bill: a GSTIN's bills that end within 24 hours, and within 8, when they can be extended,
-- are told once each, one notice a GSTIN and day; what has a planned extension is not. Called by: jobs/ewaybill/watch_expiry.ts.
-- Notices of a day that is over are settled. Answers how many notices stand.
create or replace function ewaybill.notify_expiring() returns integer
language sql
set search_path = ''
as $$
  select ops.resolve_notification(n.kind, n.key) from ops.notifications as n
  where n.tenant_id = (select core.current_tenant()) and n.kind = 'e_way_bills_expire' and n.resolved_at is null and (n.facts ->> 'day')::date < core.today();
  with ending as (
    select b.gstin, within.hours, (b.valid_until at time zone 'Asia/Kolkata')::date as day, count(*)::int as n,
           (array_agg(b.ewb_number order by b.ewb_number))[1:20] as numbers
    from ewaybill.e_way_bills as b
    cross join lateral (select case when b.valid_until <= core.now() + interval '8 hours' then 8 else 24 end as hours) as within
    where b.tenant_id = (select core.current_tenant()) and b.status = 'active' and b.valid_until between core.now() and core.now() + interval '24 hours'
      and not exists (select from ewaybill.changes as h where h.tenant_id = b.tenant_id and h.e_way_bill_id = b.id and h.change = 'extend' and h.status in ('planned', 'requested', 'unknown'))
    group by b.gstin, within.hours, (b.valid_until at time zone 'Asia/Kolkata')::date
  )
  select count(ops.notify('e_way_bills_expire', e.gstin || ' ' || e.day || ' ' || e.hours, case e.hours when 8 then 'warning' else 'info' end,
    e.n || case e.n when 1 then ' e-way bill ends' else ' e-way bills end' end || ' within ' || e.hours || ' hours',
    'Of ' || e.gstin || ', at the end of ' || to_char(e.day, 'DD-MM-YYYY') || ': ' || array_to_string(e.numbers, ', ') || case when e.n > 20 then ' and more' else '' end
      || '. Goods still on the road need an extension, from eight hours before to eight hours after the end.',
    jsonb_build_object('gstin', e.gstin, 'day', e.day, 'withinHours', e.hours, 'bills', e.n, 'ewbNumbers', to_jsonb(e.numbers))))::int
  from ending as e
$$;
comment on function ewaybill.notify_expiring() is 'Tells of bills that end within 24 and within 8 hours';
