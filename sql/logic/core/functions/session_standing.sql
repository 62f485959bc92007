-- Why: an access token says who somebody was when it was made; this says what they may do now. A disabled person, a
-- changed role or a log-out takes hold as soon as it is asked (the API asks at most every 30 seconds a token).
-- Called by: domain/core/bearer.ts. No row: the session is over.
create or replace function core.session_standing(p_user_id uuid, p_family_id uuid)
returns table (email text, display_name text, roles text[], destination_id text)
language sql stable
set search_path = ''
as $$
  select u.email, u.display_name, u.roles, u.destination_id
  from core.users u
  where u.tenant_id = (select core.current_tenant()) and u.id = p_user_id and u.disabled_at is null
    and exists (select from core.refresh_tokens t
                where t.tenant_id = (select core.current_tenant()) and t.family_id = p_family_id
                  and t.user_id = p_user_id and t.revoked_at is null)
$$;
comment on function core.session_standing(uuid, uuid) is 'Who a session belongs to and what they may do now; no row when it is over';
