-- Why: runs of jobs, newest first, as the API shows them. Read by: domain/ops/jobs.ts.
create or replace view ops.job_run_list with (security_invoker = true) as
select r.tenant_id, r.id, r.job, r.queued_id, r.started_at, r.outcome,
       json_build_object(
         'id', r.id, 'job', r.job, 'queuedId', r.queued_id, 'attempt', r.attempt, 'startedAt', r.started_at, 'finishedAt', r.finished_at,
         'outcome', r.outcome, 'summary', r.summary, 'error', r.error) as run
from ops.job_runs as r;
comment on view ops.job_run_list is 'Runs of jobs, each as the JSON the API answers';
