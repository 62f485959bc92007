-- Why: when to come back before the next minute. Called by: domain/notify/deliver.ts.
create or replace function ops.next_delivery() returns numeric
language sql stable
set search_path = ''
as $$
  select extract(epoch from min(greatest(d.next_attempt_at, h.not_before)) - core.now())
  from ops.webhook_deliveries as d
  join ops.webhook_health as h on h.tenant_id = d.tenant_id and h.webhook_id = d.webhook_id
  where d.tenant_id = (select core.current_tenant()) and d.status = 'pending'
$$;
comment on function ops.next_delivery() is 'Seconds until the tenant''s next delivery to a webhook is due; null where none waits';
