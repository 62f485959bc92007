-- Why: who a cookie belongs to and what they may do now, asked at every page: a sign-out, a disabled person or a changed
-- role takes hold at once. A page that reloads itself passes false: that nobody looks is no use of the session.
-- Called by: domain/core/page_sessions.ts. No row: the session is over. Writes at most once a minute a session.
create or replace function core.use_page_session(p_token_hash bytea, p_by_a_person boolean)
returns table (
  session_id uuid, user_id uuid, email text, display_name text, company text, roles text[], destination_id text,
  expires_at timestamptz
)
language plpgsql volatile
set search_path = ''
as $$
declare
  v_tenant constant uuid := core.current_tenant();
  v_now constant timestamptz := core.now();
  v_session core.page_sessions;
begin
  select s.* into v_session from core.page_sessions as s
  where s.tenant_id = v_tenant and s.token_hash = p_token_hash and s.closed_at is null
    and s.expires_at > v_now and s.last_used_at > v_now - interval '30 minutes';
  if not found then
    return;
  end if;
  if p_by_a_person and v_session.last_used_at < v_now - interval '1 minute' then
    update core.page_sessions as s set last_used_at = v_now
    where s.tenant_id = v_tenant and s.id = v_session.id and s.closed_at is null;
  end if;
  return query
    select v_session.id, u.id, u.email, u.display_name, coalesce(c.legal_name, t.name), u.roles, u.destination_id,
           v_session.expires_at
    from core.users as u
    join core.tenants as t on t.id = u.tenant_id
    left join core.companies as c on c.tenant_id = u.tenant_id
    where u.tenant_id = v_tenant and u.id = v_session.user_id and u.disabled_at is null;
end $$;
comment on function core.use_page_session(bytea, boolean) is 'Who a session on the pages belongs to and what they may do now; no row when it is over';
