-- Why: how each kind of job stands for a company: what waits, runs, was given up; when it ran last and runs next.
-- Called by: GET /api/ops/jobs. The queue (schema pgboss) knows no tenants and has no row-level security, so what is counted
-- here is only what names the tenant in its payload; a sweep, which goes over every company, shows as that it runs and when.
-- plpgsql, because the schema of the queue is laid after this one and its tables cannot be named before.
create or replace function ops.queues() returns table (job text, cron text, timezone text, queue json)
language plpgsql stable
set search_path = ''
as $$
begin
  return query
    with waiting as (
      select j.name,
             count(*) filter (where j.state = 'created' and j.data ->> 'tenantId' is not null) as queued,
             count(*) filter (where j.state = 'active' and j.data ->> 'tenantId' is not null) as active,
             count(*) filter (where j.state = 'retry' and j.data ->> 'tenantId' is not null) as retrying,
             bool_or(j.state = 'active' and j.data ->> 'tenantId' is null) as sweeping,
             min(j.start_after) filter (where j.state in ('created', 'retry')) as next_at
      from pgboss.job as j
      where j.state < 'completed' and coalesce(j.data ->> 'tenantId', core.current_tenant()::text) = core.current_tenant()::text
      group by j.name
    ), swept as (
      select j.name, max(j.completed_on) as at from pgboss.job as j
      where j.state = 'completed' and j.data ->> 'tenantId' is null
      group by j.name
    )
    select q.name, s.cron, s.timezone, json_build_object(
      'queued', coalesce(w.queued, 0), 'active', coalesce(w.active, 0), 'retrying', coalesce(w.retrying, 0),
      'sweeping', coalesce(w.sweeping, false), 'nextAt', w.next_at, 'lastSweptAt', p.at, 'retryLimit', q.retry_limit,
      'deadLetters', (select count(*) from ops.dead_letters as d
                      where d.tenant_id = (select core.current_tenant()) and d.job = q.name and d.retried_at is null),
      'failedToday', (select count(*) from ops.job_runs as r
                      where r.tenant_id = (select core.current_tenant()) and r.job = q.name and r.outcome <> 'done'
                        and r.started_at > (select core.now() - interval '24 hours')),
      'lastRun', (
        select json_build_object('id', r.id, 'startedAt', r.started_at, 'finishedAt', r.finished_at, 'outcome', r.outcome,
                                 'attempt', r.attempt, 'summary', r.summary, 'error', r.error)
        from ops.job_runs as r
        where r.tenant_id = (select core.current_tenant()) and r.job = q.name
        order by r.started_at desc limit 1))
    from pgboss.queue as q
    left join pgboss.schedule as s on s.name = q.name and s.key = ''
    left join waiting as w on w.name = q.name
    left join swept as p on p.name = q.name
    where q.name <> 'jobs.dead_letter' and q.name not like '\_\_pgboss%'
    order by q.name;
end $$;
comment on function ops.queues() is 'Each kind of job with its schedule, what waits for the current tenant and how it ran last';
