-- Why: what is kept for a registration at a provider, for who signs in as it was signed in.
-- Called by: domain/portals/token_store.ts. Notes a use, ten minutes apart, so that the refresh job knows what is wanted.
create or replace function ops.read_portal_session(p_office text, p_registration_id uuid, p_provider text, p_key_hash bytea, p_is_use boolean)
returns table (id uuid, token_encrypted text, refusal json, refused_until timestamptz, refused_times integer)
language sql
set search_path = ''
as $$
  update ops.portal_sessions as s set last_used_at = core.now()
  where p_is_use and s.tenant_id = (select core.current_tenant()) and s.office = p_office and s.registration_id = p_registration_id
    and s.provider = p_provider and s.key_hash = p_key_hash and s.last_used_at < core.now() - interval '10 minutes';

  select s.id, s.token_encrypted, s.refusal::json, s.refused_until, s.refused_times
  from ops.portal_sessions as s
  where s.tenant_id = (select core.current_tenant()) and s.office = p_office and s.registration_id = p_registration_id
    and s.provider = p_provider and s.key_hash = p_key_hash
$$;
comment on function ops.read_portal_session(text, uuid, text, bytea, boolean) is 'The session kept for a registration at a provider, to who knows its key';
