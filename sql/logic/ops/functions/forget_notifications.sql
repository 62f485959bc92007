-- Why: what is settled and what was delivered is kept for a while only. Called by: the job core.forget_requests, a tenant at a
-- time.
create or replace function ops.forget_notifications(p_before timestamptz) returns bigint
language sql
set search_path = ''
as $$
  with deliveries as (
    delete from ops.webhook_deliveries where tenant_id = (select core.current_tenant()) and finished_at < p_before returning 1
  ), notifications as (
    delete from ops.notifications where tenant_id = (select core.current_tenant()) and resolved_at < p_before - interval '1 year' returning 1
  )
  select (select count(*) from deliveries) + (select count(*) from notifications)
$$;
comment on function ops.forget_notifications(timestamptz) is 'Removes finished deliveries older than a moment, and notifications settled a year before it; how many';
