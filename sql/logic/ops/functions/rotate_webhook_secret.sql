-- Why: a secret is changed without losing a delivery: for a day both sign. Both come sealed for their own column.
-- Called by: domain/notify/webhooks.ts, which holds the row.
create or replace function ops.rotate_webhook_secret(p_id uuid, p_secret_encrypted text, p_old_secret_encrypted text) returns json
language plpgsql
set search_path = ''
as $$
begin
  update ops.webhooks
  set secret_encrypted = p_secret_encrypted, old_secret_encrypted = p_old_secret_encrypted,
      old_secret_until = core.now() + interval '1 day', updated_at = core.now()
  where tenant_id = core.current_tenant() and id = p_id;
  return ops.webhook_json(p_id);
end $$;
comment on function ops.rotate_webhook_secret(uuid, text, text) is 'Gives a webhook a new secret; the old one signs beside it for 24 hours';
