-- Why: writes down a new session, sealed by domain/portals/token_store.ts. Only for who still holds the sign-in: one whose
-- lease ran out must not put its older token in the place of a newer one.
create or replace function ops.keep_portal_session(
  p_id uuid, p_holder uuid, p_token_encrypted text, p_token_hash bytea, p_expires_at timestamptz, p_refresh_at timestamptz
) returns boolean
language plpgsql
set search_path = ''
as $$
declare
  v_kept ops.portal_sessions;
begin
  update ops.portal_sessions
  set token_encrypted = p_token_encrypted, token_hash = p_token_hash, expires_at = p_expires_at, refresh_at = p_refresh_at,
      refusal = null, refused_until = null, refused_times = 0, updated_at = core.now()
  where tenant_id = core.current_tenant() and id = p_id and lease_holder = p_holder
  returning * into v_kept;
  if v_kept.id is null then
    return false;
  end if;
  perform ops.resolve_notification('portal_sign_in_refused', concat_ws(' ', v_kept.office, ops.registered_gstin(v_kept.office, v_kept.registration_id), v_kept.provider));
  return true;
end $$;
comment on function ops.keep_portal_session(uuid, uuid, text, bytea, timestamptz, timestamptz) is 'Keeps a session that was opened under the claim of p_holder; false where the claim was lost';
