-- What the jobs did for a company, for an operator to read. The queue itself lives in schema pgboss and forgets.
create table ops.job_runs (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  job text not null,
  queued_id uuid not null,
  attempt integer not null constraint job_runs_attempts_count_from_one check (attempt >= 1),
  started_at timestamptz not null,
  finished_at timestamptz not null,
  outcome text not null constraint job_runs_outcome_is_known check (outcome in ('done', 'retry', 'failed')),
  summary jsonb,
  error text,
  primary key (tenant_id, id),
  constraint job_runs_not_done_say_why check ((outcome = 'done') = (error is null))
);
create index job_runs_by_job on ops.job_runs (tenant_id, job, started_at desc);
create index job_runs_not_done on ops.job_runs (tenant_id, started_at desc) where outcome <> 'done';
comment on table ops.job_runs is 'Runs of jobs: append-only, forgotten after 90 days. A sweep leaves a row for each tenant it did something for';
comment on column ops.job_runs.queued_id is 'Id of the job in schema pgboss; the attempts of one job share it';
comment on column ops.job_runs.attempt is '1 for the first';
comment on column ops.job_runs.outcome is 'retry: failed, and tried again by itself; failed: given up, and put in the dead letter queue';
comment on column ops.job_runs.summary is 'What was done, in counts';
alter table ops.job_runs enable row level security;
alter table ops.job_runs force row level security;
