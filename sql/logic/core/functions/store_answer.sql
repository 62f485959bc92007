-- Why: what was answered under an Idempotency-Key, for whoever asks again. Called by: domain/shared/once.ts.
create or replace function core.store_answer(p_key text, p_status integer, p_answer text) returns void
language sql volatile
set search_path = ''
as $$
  update core.idempotency_keys set status = p_status, answer = p_answer
  where tenant_id = (select core.current_tenant()) and key = p_key
$$;
comment on function core.store_answer(text, integer, text) is 'Keeps the answer given under a claimed Idempotency-Key';
