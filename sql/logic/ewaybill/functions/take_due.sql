-- Why: as einvoice.take_due, for bills that are asked of the e-way bill portal itself.
-- Called by: ewaybill.claim_due. Takes the sites of the installation as ops.call_ways does. Locks: budgets, rows, breaker.
create or replace function ewaybill.take_due(p_limit integer, p_lease interval, p_sites jsonb)
returns table (e_way_bill_id uuid, voucher_id uuid, ask_first boolean, attempt integer, gstin text, transport jsonb, provider text)
language plpgsql rows 16
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_now timestamptz := core.now();
  v_resting record;
  v_probe uuid;
  v_probed text;
  v_ids uuid[];
  v_states text[];
  v_providers text[];
begin
  if not exists (
    select from ewaybill.e_way_bills as b
    where b.tenant_id = v_tenant and b.status in ('pending', 'unknown', 'sending') and b.road = 'direct'
      and case b.status when 'sending' then b.lease_until < v_now else b.next_attempt_at <= v_now end) then
    return;
  end if;
  perform ops.lock_budgets('ewb');
  for v_resting in
    select r.environment, r.provider from ops.breakers as r where r.portal = 'ewb' and r.state <> 'closed' and r.retry_at <= v_now and r.updated_at <= v_now
  loop
    select b.id into v_probe
    from ops.call_ways('ewb', p_sites) as w
    join ewaybill.e_way_bills as b on b.tenant_id = v_tenant and b.gstin = w.gstin
    where w.environment = v_resting.environment and v_resting.provider = any (w.configured) and w.room > 0
      and b.status in ('pending', 'unknown', 'sending') and b.road = 'direct'
      and case b.status when 'sending' then b.lease_until < v_now
          else b.next_attempt_at <= v_now and (b.lease_until is null or b.lease_until < v_now) end
      and (b.status = 'pending' or b.provider is null or b.provider = v_resting.provider)
    order by b.status = 'pending', b.id
    limit 1
    for update of b skip locked;
    if found and ops.begin_probe('ewb', v_resting.environment, v_resting.provider) then
      v_probed := v_resting.provider;
      exit;
    end if;
    v_probe := null;
  end loop;
  with ways as materialized (
    select w.*, ceil(p_limit::numeric / count(*) over ()) as share
    from ops.call_ways('ewb', p_sites) as w
    cross join lateral (
      select from ewaybill.e_way_bills as b
      where b.tenant_id = v_tenant and b.gstin = w.gstin and b.status in ('pending', 'unknown', 'sending') and b.road = 'direct'
        and case b.status when 'sending' then b.lease_until < v_now else b.next_attempt_at <= v_now end
      order by b.id
      limit 1
    ) as waiting
    where w.configured is not null and w.room > 0
  ), due as (
    select d.id, d.status, case when d.status = 'pending' then w.send_to else coalesce(d.provider, w.send_to) end as provider
    from ways as w
    cross join lateral (
      select b.id, b.status, b.provider
      from ewaybill.e_way_bills as b
      where b.tenant_id = v_tenant and b.gstin = w.gstin and b.status in ('pending', 'unknown', 'sending') and b.road = 'direct'
        and case b.status when 'sending' then b.lease_until < v_now
            else b.next_attempt_at <= v_now and (b.lease_until is null or b.lease_until < v_now) end
        and case when w.configured = '{}' then true
            when b.status = 'pending' or b.provider is null then w.send_to is not null
            else b.provider = any (w.usable) or b.provider <> all (w.configured) end
        and b.id is distinct from v_probe
      order by b.id
      limit least(w.share, w.room)
      for update skip locked
    ) as d
    union all
    select b.id, b.status, v_probed from ewaybill.e_way_bills as b where b.tenant_id = v_tenant and b.id = v_probe
  )
  select array_agg(due.id), array_agg(due.status), array_agg(due.provider) into v_ids, v_states, v_providers from due;
  return query
    update ewaybill.e_way_bills as b
    set status = case due.status when 'pending' then 'sending' else 'unknown' end, provider = due.provider,
        attempts = b.attempts + 1, lease_until = v_now + p_lease, updated_at = v_now
    from unnest(v_ids, v_states, v_providers) as due(id, status, provider)
    where b.tenant_id = v_tenant and b.id = due.id
    returning b.id, b.voucher_id, due.status <> 'pending', b.attempts, b.gstin, b.transport, b.provider;
end $$;
comment on function ewaybill.take_due(integer, interval, jsonb) is 'Takes due e-way bills for this worker, oldest first a GSTIN, and says which provider each goes to';
