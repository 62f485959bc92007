-- Why: signing out on the pages ends that session, and no other of the same person.
-- Called by: domain/core/page_sessions.ts.
create or replace function core.close_page_session(p_session_id uuid) returns void
language sql volatile
set search_path = ''
as $$
  update core.page_sessions set closed_at = core.now()
  where tenant_id = (select core.current_tenant()) and id = p_session_id and closed_at is null
$$;
comment on function core.close_page_session(uuid) is 'Ends a session on the pages at once';
