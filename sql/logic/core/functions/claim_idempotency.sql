-- Why: the same Idempotency-Key is the same effect. Claimed in the transaction of the effect, so that a refusal or a
-- crash frees the key and a second request at the same moment waits for the first one's answer.
-- Called by: domain/shared/once.ts. Refuses: idempotency_key_reused. status is null when this request has it to do.
create or replace function core.claim_idempotency(
  p_key text, p_request_hash text, out status integer, out answer text
)
language plpgsql
set search_path = ''
as $$
declare
  v_claimed core.idempotency_keys;
begin
  insert into core.idempotency_keys (tenant_id, key, request_hash, created_at)
  values ((select core.current_tenant()), p_key, p_request_hash, core.now())
  on conflict (tenant_id, key) do nothing;
  if found then return; end if;

  select * into v_claimed from core.idempotency_keys k
  where k.tenant_id = (select core.current_tenant()) and k.key = p_key;
  if v_claimed.request_hash <> p_request_hash then
    perform core.refuse('idempotency_key_reused');
  end if;
  status := v_claimed.status;
  answer := v_claimed.answer;
end $$;
comment on function core.claim_idempotency(text, text) is 'Takes an Idempotency-Key for this transaction, or hands back the answer already given under it';
