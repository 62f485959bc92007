-- Why: whoever sets up an address tries it. Called by: domain/notify/webhooks.ts. Goes to this webhook, whatever it wants.
create or replace function ops.test_webhook(p_id uuid) returns uuid
language sql
set search_path = ''
as $$
  insert into ops.webhook_deliveries (tenant_id, webhook_id, event_id, event_type, body, next_attempt_at, raised_at)
  select w.tenant_id, w.id, core.uuid_v7(), 'webhook.test',
         json_build_object('type', 'webhook.test', 'timestamp', to_char(core.now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                           'data', json_build_object('webhookId', w.id))::text,
         core.now(), core.now()
  from ops.webhooks as w
  where w.tenant_id = (select core.current_tenant()) and w.id = p_id
  returning id
$$;
comment on function ops.test_webhook(uuid) is 'Sends a webhook the event webhook.test; the delivery''s id';
