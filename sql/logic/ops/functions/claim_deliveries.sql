-- Why: takes what is due to webhooks for as long as a call may last. Called by: domain/notify/deliver.ts.
-- An address that fails gets one delivery at a time, after a pause; others twenty. Two workers never take the same one: the
-- update asks again whether it is still due.
create or replace function ops.claim_deliveries(p_limit integer, p_lease interval)
returns table (delivery_id uuid, webhook_id uuid, url text, secret_encrypted text, old_secret_encrypted text, event_id uuid, body text, attempt integer)
language sql
set search_path = ''
as $$
  with due as (
    select d.id, d.next_attempt_at,
           row_number() over (partition by d.webhook_id order by d.next_attempt_at, d.id) <= case when h.failures > 0 then 1 else 20 end as has_turn
    from ops.webhook_deliveries as d
    join ops.webhooks as w on w.tenant_id = d.tenant_id and w.id = d.webhook_id and w.switched_off_at is null
    join ops.webhook_health as h on h.tenant_id = d.tenant_id and h.webhook_id = d.webhook_id
    where d.tenant_id = (select core.current_tenant()) and d.status = 'pending' and d.next_attempt_at <= core.now()
      and (h.not_before is null or h.not_before <= core.now())
  ), taken as (
    update ops.webhook_deliveries as d
    set next_attempt_at = core.now() + p_lease, attempts = d.attempts + 1
    where d.tenant_id = (select core.current_tenant()) and d.status = 'pending' and d.next_attempt_at <= core.now()
      and d.id in (select due.id from due where due.has_turn order by due.next_attempt_at, due.id limit p_limit)
    returning d.*
  )
  select t.id, w.id, w.url, w.secret_encrypted, case when w.old_secret_until > core.now() then w.old_secret_encrypted end,
         t.event_id, t.body, t.attempts
  from taken as t
  join ops.webhooks as w on w.tenant_id = t.tenant_id and w.id = t.webhook_id
  order by t.id
$$;
comment on function ops.claim_deliveries(integer, interval) is 'Takes deliveries that are due for the length of a lease';
