-- Why: a pending row is the job; this takes due rows for one worker, a batch at a time: the oldest of each GSTIN, of every
-- GSTIN alike, as many as it may still call for, and only such as have a way now. Two workers never take the same row (skip
-- locked), and the lease brings back what a dead worker had: whatever was being sent when it died may have arrived, so it
-- comes back as unknown, to be asked for where it was sent before it is sent again. A provider that rested long enough
-- gets one row, best one that is only asked about.
-- Called by: einvoice.claim_due. Takes the sites of the installation as ops.call_ways does. Locks: budgets, rows, breaker.
create or replace function einvoice.take_due(p_limit integer, p_lease interval, p_voucher_ids uuid[], p_sites jsonb)
returns table (e_invoice_id uuid, voucher_id uuid, ask_first boolean, attempt integer, gstin text, provider text)
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
    select from einvoice.e_invoices as e
    where e.tenant_id = v_tenant and e.status in ('pending', 'unknown', 'sending') and e.held_at is null
      and case e.status when 'sending' then e.lease_until < v_now else e.next_attempt_at <= v_now end) then
    return;
  end if;
  perform ops.lock_budgets('irp');
  for v_resting in
    select b.environment, b.provider from ops.breakers as b where b.portal = 'irp' and b.state <> 'closed' and b.retry_at <= v_now and b.updated_at <= v_now
  loop
    select e.id into v_probe
    from ops.call_ways('irp', p_sites) as w
    join einvoice.e_invoices as e on e.tenant_id = v_tenant and e.gstin = w.gstin
    where w.environment = v_resting.environment and v_resting.provider = any (w.configured) and w.room > 0
      and e.status in ('pending', 'unknown', 'sending') and e.held_at is null
      and case e.status when 'sending' then e.lease_until < v_now
          else e.next_attempt_at <= v_now and (e.lease_until is null or e.lease_until < v_now) end
      and (e.status = 'pending' or e.provider is null or e.provider = v_resting.provider)
      and (p_voucher_ids is null or e.voucher_id = any (p_voucher_ids))
    order by e.status = 'pending', e.id
    limit 1
    for update of e skip locked;
    if found and ops.begin_probe('irp', v_resting.environment, v_resting.provider) then
      v_probed := v_resting.provider;
      exit;
    end if;
    v_probe := null;
  end loop;
  with ways as materialized (
    select w.*, ceil(p_limit::numeric / count(*) over ()) as share
    from ops.call_ways('irp', p_sites) as w
    cross join lateral (
      select from einvoice.e_invoices as e
      where e.tenant_id = v_tenant and e.gstin = w.gstin and e.status in ('pending', 'unknown', 'sending') and e.held_at is null
        and case e.status when 'sending' then e.lease_until < v_now else e.next_attempt_at <= v_now end
      order by e.id
      limit 1
    ) as waiting
    where w.configured is not null and w.room > 0
  ), due as (
    select d.id, d.status, case when d.status = 'pending' then w.send_to else coalesce(d.provider, w.send_to) end as provider
    from ways as w
    cross join lateral (
      select e.id, e.status, e.provider
      from einvoice.e_invoices as e
      where e.tenant_id = v_tenant and e.gstin = w.gstin and e.status in ('pending', 'unknown', 'sending') and e.held_at is null
        and case e.status when 'sending' then e.lease_until < v_now
            else e.next_attempt_at <= v_now and (e.lease_until is null or e.lease_until < v_now) end
        and case when w.configured = '{}' then true
            when e.status = 'pending' or e.provider is null then w.send_to is not null
            else e.provider = any (w.usable) or e.provider <> all (w.configured) end
        and e.id is distinct from v_probe
        and (p_voucher_ids is null or e.voucher_id = any (p_voucher_ids))
      order by e.id
      limit least(w.share, w.room)
      for update skip locked
    ) as d
    union all
    select e.id, e.status, v_probed from einvoice.e_invoices as e where e.tenant_id = v_tenant and e.id = v_probe
  )
  select array_agg(due.id), array_agg(due.status), array_agg(due.provider) into v_ids, v_states, v_providers from due;
  return query
    update einvoice.e_invoices as e
    set status = case due.status when 'pending' then 'sending' else 'unknown' end, provider = due.provider,
        attempts = e.attempts + 1, lease_until = v_now + p_lease, updated_at = v_now,
        sent_at = case due.status when 'pending' then v_now else e.sent_at end
    from unnest(v_ids, v_states, v_providers) as due(id, status, provider)
    where e.tenant_id = v_tenant and e.id = due.id
    returning e.id, e.voucher_id, due.status <> 'pending', e.attempts, e.gstin, e.provider;
end $$;
comment on function einvoice.take_due(integer, interval, uuid[], jsonb) is 'Takes due e-invoices for this worker, oldest first a GSTIN, and says which provider each goes to';
