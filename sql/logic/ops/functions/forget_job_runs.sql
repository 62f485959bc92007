-- Why: a minute's job leaves half a million rows a year. Called by: the job core.forget_requests, a tenant at a time.
create or replace function ops.forget_job_runs(p_before timestamptz) returns bigint
language sql
set search_path = ''
as $$
  with gone as (
    delete from ops.job_runs where tenant_id = (select core.current_tenant()) and started_at < p_before returning 1
  )
  select count(*) from gone
$$;
comment on function ops.forget_job_runs(timestamptz) is 'Removes the tenant''s runs of jobs that began before a moment; how many';
