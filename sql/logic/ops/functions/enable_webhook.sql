-- Why: an address that was switched off serves again. What failed meanwhile is not sent again: whoever missed something
-- reads it from the API. Called by: domain/notify/webhooks.ts.
create or replace function ops.enable_webhook(p_id uuid) returns json
language plpgsql
set search_path = ''
as $$
begin
  update ops.webhooks set switched_off_at = null, switched_off_why = null, updated_at = core.now()
  where tenant_id = core.current_tenant() and id = p_id and switched_off_at is not null;
  update ops.webhook_health set failures = 0, failing_since = null, not_before = null
  where tenant_id = core.current_tenant() and webhook_id = p_id;
  perform ops.resolve_notification('webhook_switched_off', p_id::text);
  return ops.webhook_json(p_id);
end $$;
comment on function ops.enable_webhook(uuid) is 'Switches a webhook on again and forgets its failures; null where there is none';
