-- Why: the one door to the webhooks of a company. Called by: triggers and functions that record what happened, in the same
-- transaction, set-wise; costs one look at an index where the company has no webhook. A job sends within a minute.
-- Takes [{type, data, key}]; an event with a key goes to each webhook once, however often it is raised.
create or replace function ops.raise_events(p_events jsonb) returns bigint
language sql
set search_path = ''
as $$
  with event as materialized (
    select core.uuid_v7() as id, e.type, e.key, core.now() as at,
           json_build_object('type', e.type, 'timestamp', to_char(core.now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'data', e.data)::text as body
    from jsonb_to_recordset(p_events) as e (type text, data jsonb, key text)
    where exists (select from ops.webhooks where tenant_id = (select core.current_tenant()) and switched_off_at is null)
  ), raised as (
    insert into ops.webhook_deliveries (tenant_id, webhook_id, event_id, event_type, event_key, body, next_attempt_at, raised_at)
    select w.tenant_id, w.id, event.id, event.type, event.key, event.body, event.at, event.at
    from event
    join ops.webhooks as w on w.tenant_id = (select core.current_tenant()) and w.switched_off_at is null
      and (w.events = '{}' or event.type = any (w.events))
    on conflict (tenant_id, webhook_id, event_type, event_key) where event_key is not null do nothing
    returning 1
  )
  select count(*) from raised
$$;
comment on function ops.raise_events(jsonb) is 'Sends events [{type, data, key}] to the webhooks of the current tenant that want them; how many deliveries';
