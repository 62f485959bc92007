-- Why: answers, counts and dead sessions are kept as long as somebody may ask again, and no longer.
-- Called by: a daily job, a tenant at a time. Answers how many rows went.
create or replace function core.forget_requests(p_before timestamptz) returns bigint
language sql volatile
set search_path = ''
as $$
  with keys as (
    delete from core.idempotency_keys where tenant_id = (select core.current_tenant()) and created_at < p_before returning 1
  ), windows as (
    delete from core.rate_windows where tenant_id = (select core.current_tenant()) and starts_at < p_before returning 1
  ), tokens as (
    delete from core.refresh_tokens
    where tenant_id = (select core.current_tenant()) and least(expires_at, family_expires_at) < p_before returning 1
  ), pages as (
    delete from core.page_sessions
    where tenant_id = (select core.current_tenant()) and least(expires_at, closed_at) < p_before returning 1
  )
  select (select count(*) from keys) + (select count(*) from windows) + (select count(*) from tokens)
       + (select count(*) from pages)
$$;
comment on function core.forget_requests(timestamptz) is 'Removes idempotency answers, request counts and sessions that ended before a moment';
