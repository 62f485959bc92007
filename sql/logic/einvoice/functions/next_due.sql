-- Why: when the job should look again: the earliest moment at which one of the tenant's open e-invoices is due, a lease runs
-- out, its GSTIN may call again, or a provider that rests is tried. Null where nothing is open.
-- Called by: jobs/einvoice/generate_irn.ts, after a run.
create or replace function einvoice.next_due(p_sites jsonb default null) returns numeric
language sql stable
set search_path = ''
as $$
  with open as (
    select e.gstin, case when e.status <> 'pending' then e.provider end as provider,
           min(greatest(case when e.status <> 'sending' then e.next_attempt_at end, e.lease_until)) as due_at
    from einvoice.e_invoices as e
    where e.tenant_id = (select core.current_tenant()) and e.status in ('pending', 'unknown', 'sending') and e.held_at is null
    group by 1, 2
  )
  select extract(epoch from min(greatest(o.due_at, w.has_room_at, case
           when coalesce(w.configured, '{}') = '{}' or o.provider = any (w.usable) or o.provider <> all (w.configured) then null
           when o.provider is null and w.send_to is not null then null
           else w.opens_at end)) - core.now())
  from open as o
  left join ops.call_ways('irp', p_sites) as w on w.gstin = o.gstin
$$;
comment on function einvoice.next_due(jsonb) is 'Seconds until an open e-invoice is due and may be called for; null where none is open';
