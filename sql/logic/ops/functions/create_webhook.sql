-- Why: an address a company wants events at. The secret comes sealed (domain/shared/secret_box.ts), so the id comes with it.
-- Called by: domain/notify/webhooks.ts. Refuses: webhooks_too_many.
create or replace function ops.create_webhook(p_webhook jsonb) returns json
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
begin
  if (select count(*) from ops.webhooks where tenant_id = v_tenant) >= 20 then
    perform core.refuse('webhooks_too_many', null, '{"atMost": 20}');
  end if;
  insert into ops.webhooks (tenant_id, id, url, description, events, secret_encrypted, created_by, created_at, updated_at)
  select v_tenant, w.id, w.url, w.description, coalesce(w.events, '{}'), w."secretEncrypted", core.current_user_id(), core.now(), core.now()
  from jsonb_to_record(p_webhook) as w (id uuid, url text, description text, events text[], "secretEncrypted" text);
  insert into ops.webhook_health (tenant_id, webhook_id) values (v_tenant, (p_webhook ->> 'id')::uuid);
  return ops.webhook_json((p_webhook ->> 'id')::uuid);
end $$;
comment on function ops.create_webhook(jsonb) is 'Adds a webhook: {id, url, description, events, secretEncrypted}; answers it without the secret';
