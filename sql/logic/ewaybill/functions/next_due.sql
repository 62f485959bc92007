-- Why: when the job should look again, as einvoice.next_due. Null where nothing is open.
-- Called by: jobs/ewaybill/generate.ts, after a run.
create or replace function ewaybill.next_due(p_sites jsonb default null) returns numeric
language sql stable
set search_path = ''
as $$
  with open as (
    select b.gstin, case when b.status <> 'pending' then b.provider end as provider,
           min(greatest(case when b.status <> 'sending' then b.next_attempt_at end, b.lease_until)) as due_at
    from ewaybill.e_way_bills as b
    where b.tenant_id = (select core.current_tenant()) and b.status in ('pending', 'unknown', 'sending') and b.road = 'direct'
    group by 1, 2
  )
  select extract(epoch from min(greatest(o.due_at, w.has_room_at, case
           when coalesce(w.configured, '{}') = '{}' or o.provider = any (w.usable) or o.provider <> all (w.configured) then null
           when o.provider is null and w.send_to is not null then null
           else w.opens_at end)) - core.now())
  from open as o
  left join ops.call_ways('ewb', p_sites) as w on w.gstin = o.gstin
$$;
comment on function ewaybill.next_due(jsonb) is 'Seconds until an open e-way bill is due and may be called for; null where none is open';
