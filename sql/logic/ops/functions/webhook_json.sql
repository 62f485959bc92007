-- Why: a webhook as callers see it, with how its address answers; never its secret.
create or replace function ops.webhook_json(p_id uuid) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object(
    'id', w.id, 'url', w.url, 'description', w.description, 'events', w.events, 'createdAt', w.created_at, 'createdBy', w.created_by,
    'oldSecretUntil', case when w.old_secret_until > core.now() then w.old_secret_until end,
    'status', case when w.switched_off_at is not null then 'off' when h.failures > 0 then 'failing' else 'on' end,
    'switchedOffAt', w.switched_off_at, 'switchedOffWhy', w.switched_off_why, 'failingSince', h.failing_since,
    'lastStatus', h.last_status, 'lastError', h.last_error, 'lastDeliveredAt', h.last_delivered_at,
    'pending', (select count(*) from ops.webhook_deliveries as d where d.tenant_id = w.tenant_id and d.webhook_id = w.id and d.status = 'pending'))
  from ops.webhooks as w
  join ops.webhook_health as h on h.tenant_id = w.tenant_id and h.webhook_id = w.id
  where w.tenant_id = (select core.current_tenant()) and w.id = p_id
$$;
comment on function ops.webhook_json(uuid) is 'A webhook as JSON, without its secret';
