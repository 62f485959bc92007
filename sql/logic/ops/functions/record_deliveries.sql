-- Why: writes down how webhooks answered. Called by: domain/notify/deliver.ts. An answer counts for its own attempt only.
-- A delivery is given up after ten attempts. An address is switched off where it says that it is gone (410), or has
-- answered nothing well for three days; its owner is told. Takes [{deliveryId, attempt, outcome: delivered|retry|gone,
-- status, error, waitSeconds}].
create or replace function ops.record_deliveries(p_results jsonb) returns void
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_now timestamptz := core.now();
  v_off record;
begin
  -- In one order, or two workers would wait for each other.
  perform from ops.webhook_health as h
  where h.tenant_id = v_tenant and h.webhook_id in (
    select d.webhook_id from jsonb_to_recordset(p_results) as r ("deliveryId" uuid)
    join ops.webhook_deliveries as d on d.tenant_id = v_tenant and d.id = r."deliveryId")
  order by h.webhook_id for update;

  with result as (
    select * from jsonb_to_recordset(p_results) as r ("deliveryId" uuid, attempt integer, outcome text, status integer, error text, "waitSeconds" numeric)
  ), moved as (
    update ops.webhook_deliveries as d
    set status = case when r.outcome = 'delivered' then 'delivered' when ops.delivery_pause(d.attempts) is null then 'failed' else 'pending' end,
        finished_at = case when r.outcome = 'delivered' or ops.delivery_pause(d.attempts) is null then v_now end,
        next_attempt_at = v_now + greatest(ops.delivery_pause(d.attempts), coalesce(r."waitSeconds", 0) * interval '1 second'),
        last_status = r.status, last_error = left(r.error, 500)
    from result as r
    where d.tenant_id = v_tenant and d.id = r."deliveryId" and d.status = 'pending' and d.attempts = r.attempt
    returning d.webhook_id, r.outcome, r.status, left(r.error, 500) as error, r."waitSeconds"
  ), told as (
    select webhook_id, bool_or(outcome = 'delivered') as is_well, bool_or(outcome = 'gone') as is_gone,
           (array_agg(status order by outcome <> 'delivered'))[1] as status, max(error) as error, max("waitSeconds") as wait_seconds
    from moved group by webhook_id
  )
  update ops.webhook_health as h
  set failures = case when told.is_well then 0 else h.failures + 1 end,
      failing_since = case when told.is_well then null else coalesce(h.failing_since, v_now) end,
      not_before = case when not told.is_well then
        v_now + greatest(least(5 * 2 ^ least(h.failures, 10), 900), coalesce(told.wait_seconds, 0)) * interval '1 second' end,
      last_status = told.status, last_error = case when told.is_well then null when told.is_gone then 'gone' else told.error end,
      last_delivered_at = case when told.is_well then v_now else h.last_delivered_at end
  from told
  where h.tenant_id = v_tenant and h.webhook_id = told.webhook_id;

  for v_off in
    update ops.webhooks as w
    set switched_off_at = v_now, updated_at = v_now,
        switched_off_why = case when h.last_error = 'gone' then 'it answered 410: gone' else 'it failed for three days: ' || coalesce(h.last_error, 'no answer') end
    from ops.webhook_health as h
    where w.tenant_id = v_tenant and w.switched_off_at is null and h.tenant_id = v_tenant and h.webhook_id = w.id
      and (h.last_error = 'gone' or h.failing_since <= v_now - interval '3 days')
    returning w.id, w.url, w.switched_off_why
  loop
    update ops.webhook_deliveries set status = 'failed', finished_at = v_now, last_error = coalesce(last_error, 'the webhook was switched off')
    where tenant_id = v_tenant and webhook_id = v_off.id and status = 'pending';
    perform ops.notify('webhook_switched_off', v_off.id::text, 'warning',
      format('The webhook to %s was switched off', left(v_off.url, 100)),
      format('Nothing is sent to %s any more, because %s. Mend it, then switch it on with POST /api/webhooks/%s/enable.', v_off.url, v_off.switched_off_why, v_off.id),
      jsonb_build_object('webhookId', v_off.id));
  end loop;
end $$;
comment on function ops.record_deliveries(jsonb) is 'Records how webhooks answered: delivered, to be tried again, or gone';
