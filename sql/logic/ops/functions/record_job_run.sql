-- Why: an operator reads what a job did without opening the queue. Called by: jobs/run.ts, after every run for a tenant.
-- p_run: {job, queuedId, attempt, startedAt, outcome, summary, error}.
create or replace function ops.record_job_run(p_run jsonb) returns uuid
language sql
set search_path = ''
as $$
  insert into ops.job_runs (tenant_id, job, queued_id, attempt, started_at, finished_at, outcome, summary, error)
  select core.current_tenant(), run.job, run."queuedId", run.attempt, run."startedAt", core.now(), run.outcome, run.summary,
         left(run.error, 2000)
  from jsonb_to_record(p_run) as run (
    job text, "queuedId" uuid, attempt integer, "startedAt" timestamptz, outcome text, summary jsonb, error text)
  returning id
$$;
comment on function ops.record_job_run(jsonb) is 'Records one run of a job for the current tenant; its id';
