-- Why: the cause is mended and somebody sends a dead job again, once; should it die again, that is another dead letter.
-- Called by: POST /api/ops/jobs/{id}/retry, which sends it in the same transaction. Takes the dead letter's id or the job's.
-- No row where there is none. Locks: the dead letter. Refuses: dead_letter_retried.
create or replace function ops.retry_dead_letter(p_id uuid) returns table (id uuid, job text, payload json)
language plpgsql
set search_path = ''
as $$
declare
  v_letter ops.dead_letters;
begin
  select * into v_letter from ops.dead_letters as d where d.tenant_id = core.current_tenant() and p_id in (d.id, d.queued_id) for update;
  if not found then
    return;
  elsif v_letter.retried_at is not null then
    perform core.refuse('dead_letter_retried', null, jsonb_build_object('retriedAt', v_letter.retried_at));
  end if;
  update ops.dead_letters as d set retried_at = core.now(), retried_by = core.current_user_id() where d.tenant_id = v_letter.tenant_id and d.id = v_letter.id;
  if not exists (select from ops.dead_letters as d where d.tenant_id = v_letter.tenant_id and d.job = v_letter.job and d.retried_at is null) then
    perform ops.resolve_notification('job_given_up', v_letter.job);
  end if;
  return query select v_letter.id, v_letter.job, v_letter.payload::json;
end $$;
comment on function ops.retry_dead_letter(uuid) is 'Marks a dead job as sent again and answers what to send; no row where the tenant has none';
