-- Why: ends a session: at log-out, and when one of its refresh tokens was used twice.
-- Called by: domain/core/sign_in.ts, core.rotate_refresh_token.
create or replace function core.revoke_family(p_family_id uuid) returns void
language sql volatile
set search_path = ''
as $$
  update core.refresh_tokens set revoked_at = core.now()
  where tenant_id = (select core.current_tenant()) and family_id = p_family_id and revoked_at is null
$$;
comment on function core.revoke_family(uuid) is 'Ends a session: none of its refresh tokens is good any more';
