-- Why: a sign-in on the pages. Twelve hours at most; core.use_page_session ends it after half an hour without use.
-- Called by: domain/core/page_sessions.ts, once the password was right. Answers null for a disabled person.
create or replace function core.open_page_session(p_user_id uuid, p_token_hash bytea) returns uuid
language sql volatile
set search_path = ''
as $$
  insert into core.page_sessions (tenant_id, user_id, token_hash, opened_at, last_used_at, expires_at, opened_from)
  select u.tenant_id, u.id, p_token_hash, t.now, t.now, t.now + interval '12 hours',
         nullif(current_setting('app.ip', true), '')
  from core.users u, (select core.now() as now) as t
  where u.tenant_id = (select core.current_tenant()) and u.id = p_user_id and u.disabled_at is null
  returning id
$$;
comment on function core.open_page_session(uuid, bytea) is 'Begins a session on the pages: stores the hash of its token; the session''s id';
