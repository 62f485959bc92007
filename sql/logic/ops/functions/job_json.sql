-- Why: one job with its attempts, by its id in the queue or as a dead letter. Called by: GET /api/ops/jobs/{id}.
-- Only what names the current tenant in its payload, or ran for it: see ops.queues. Null where there is none.
create or replace function ops.job_json(p_id uuid) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_letter ops.dead_letters;
  v_queued uuid;
  v_answer json;
begin
  select * into v_letter from ops.dead_letters as d where d.tenant_id = v_tenant and p_id in (d.id, d.queued_id);
  v_queued := coalesce(v_letter.queued_id, p_id);
  select json_build_object(
      'id', v_queued, 'job', coalesce(v_letter.job, j.name, r.job),
      'state', case when v_letter.retried_at is not null then 'retried' when v_letter.id is not null then 'dead' else coalesce(j.state::text, 'forgotten') end,
      'payload', coalesce(v_letter.payload, j.data) - 'tenantId', 'createdAt', j.created_on, 'startAfter', j.start_after,
      'deadLetter', (select l.letter from ops.dead_letter_list as l where l.tenant_id = v_tenant and l.id = v_letter.id),
      'runs', coalesce(r.runs, '[]'))
    into v_answer
  from (select 1) as one
  left join pgboss.job as j on j.id = v_queued and j.data ->> 'tenantId' = v_tenant::text
  left join lateral (
    select min(l.job) as job, json_agg(l.run order by l.started_at) as runs from ops.job_run_list as l where l.tenant_id = v_tenant and l.queued_id = v_queued
  ) as r on true
  where v_letter.id is not null or j.id is not null or r.job is not null;
  return v_answer;
end $$;
comment on function ops.job_json(uuid) is 'A job of the current tenant with its attempts and, where it was given up, its dead letter';
