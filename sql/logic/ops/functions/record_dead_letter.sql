-- Why: a job that used up its retries becomes a row of its company, and somebody is told; the queue alone would forget it.
-- Called by: jobs/ops/keep_dead_letter.ts, as often as the queue delivers it. p_letter: {job, queuedId, payload, attempts, error}.
-- A sweep, which names no company, died for those it failed for: p_swept asks for a failed run of this one. Null: nothing new.
create or replace function ops.record_dead_letter(p_letter jsonb, p_swept boolean default false) returns uuid
language plpgsql
set search_path = ''
as $$
declare
  v_id uuid;
  v_job text := p_letter ->> 'job';
  v_error text;
begin
  select r.error into v_error
  from ops.job_runs as r
  where r.tenant_id = core.current_tenant() and r.queued_id = (p_letter ->> 'queuedId')::uuid and r.outcome = 'failed'
  order by r.started_at desc limit 1;
  if p_swept and not found then
    return null;
  end if;
  v_error := left(coalesce(v_error, p_letter ->> 'error', 'the worker died'), 2000);
  insert into ops.dead_letters (tenant_id, job, queued_id, payload, attempts, error, died_at)
  values (core.current_tenant(), v_job, (p_letter ->> 'queuedId')::uuid,
          coalesce(p_letter -> 'payload', '{}') || jsonb_build_object('tenantId', core.current_tenant()),
          (p_letter ->> 'attempts')::integer, v_error, core.now())
  on conflict (tenant_id, queued_id) do nothing
  returning id into v_id;
  if v_id is not null then
    perform ops.notify('job_given_up', v_job, 'critical', 'A job was given up: ' || v_job,
      format('%s was tried %s times and given up: %s. It waits under dead letters until somebody sends it again.', v_job, p_letter ->> 'attempts', v_error),
      jsonb_build_object('job', v_job, 'deadLetterId', v_id));
  end if;
  return v_id;
end $$;
comment on function ops.record_dead_letter(jsonb, boolean) is 'Keeps a job that was given up as a row of the current tenant and tells somebody; its id, null where it is known already';
