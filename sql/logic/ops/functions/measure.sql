-- Why: figures of the whole installation for whoever watches it: what waits, what fails, for how long. No company, no document
-- and no name is in them, only sums. Called by: GET /metrics, at most every ten seconds a process.
-- Security definer for the sums across tenants: the policies measured open four tables to pakka_owner while app.measuring is on,
-- for the statements here; no role of the house is a member of pakka_owner.
-- plpgsql, because the schema of the queue is laid after this one.
create or replace function ops.measure() returns table (name text, labels jsonb, value numeric)
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_now timestamptz := core.now();
begin
  perform set_config('app.measuring', 'on', true);
  return query
    select 'pakka_jobs', jsonb_build_object('job', j.name, 'state', j.state), count(*)::numeric
    from pgboss.job as j where j.state < 'completed' and j.name not like '\_\_pgboss%' group by j.name, j.state
    union all
    select 'pakka_dead_letters', jsonb_build_object('job', d.job), count(*)::numeric
    from ops.dead_letters as d where d.retried_at is null group by d.job
    union all
    select 'pakka_api_calls_failed_last_hour', jsonb_build_object('portal', c.portal, 'outcome', c.outcome), count(*)::numeric
    from ops.api_calls as c where c.outcome <> 'done' and c.called_at > v_now - interval '1 hour' group by c.portal, c.outcome
    union all
    select 'pakka_breaker_open', jsonb_build_object('portal', b.portal, 'environment', b.environment, 'provider', b.provider),
           case b.state when 'closed' then 0 when 'half_open' then 0.5 else 1 end
    from ops.breakers as b
    union all
    select 'pakka_e_invoices_open', jsonb_build_object('status', e.status), count(*)::numeric
    from einvoice.e_invoices as e where e.status in ('pending', 'sending', 'unknown', 'failed', 'cancelling') group by e.status
    union all
    select 'pakka_e_way_bills_open', jsonb_build_object('status', b.status), count(*)::numeric
    from ewaybill.e_way_bills as b where b.status in ('pending', 'sending', 'unknown', 'failed', 'cancelling') group by b.status
    union all
    select 'pakka_e_invoice_oldest_pending_seconds', '{}', coalesce(round(extract(epoch from v_now - min(e.created_at))), 0)
    from einvoice.e_invoices as e where e.status in ('pending', 'sending', 'unknown')
    union all
    select 'pakka_e_way_bill_oldest_pending_seconds', '{}', coalesce(round(extract(epoch from v_now - min(b.created_at))), 0)
    from ewaybill.e_way_bills as b where b.status in ('pending', 'sending', 'unknown');
  perform set_config('app.measuring', '', true);
end $$;
comment on function ops.measure() is 'Sums over the whole installation for /metrics: queues, dead letters, failed calls, breakers, what is open and for how long';
