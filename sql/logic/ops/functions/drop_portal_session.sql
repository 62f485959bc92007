-- Why: the portal no longer takes this token. Its successor, where another worker has one already, stays.
-- Called by: domain/portals/token_store.ts.
create or replace function ops.drop_portal_session(
  p_office text, p_registration_id uuid, p_provider text, p_token_hash bytea
) returns void
language sql
set search_path = ''
as $$
  update ops.portal_sessions
  set token_encrypted = null, token_hash = null, expires_at = null, refresh_at = null, updated_at = core.now()
  where tenant_id = (select core.current_tenant()) and office = p_office and registration_id = p_registration_id
    and provider = p_provider and token_hash = p_token_hash
$$;
comment on function ops.drop_portal_session(text, uuid, text, bytea) is 'Forgets the session with this token';
