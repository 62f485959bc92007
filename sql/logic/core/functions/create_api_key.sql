-- Why: a machine's way in. The key itself is never here, only its hash.
-- Called by: domain/core/api_keys.ts, which checks that the scopes are known and the maker's own.
create or replace function core.create_api_key(
  p_name text, p_key_hash bytea, p_scopes text[], p_requests_per_minute integer
) returns uuid
language sql volatile
set search_path = ''
as $$
  insert into core.api_keys (tenant_id, name, key_hash, scopes, requests_per_minute, created_by, created_at)
  values ((select core.current_tenant()), p_name, p_key_hash, p_scopes, p_requests_per_minute,
          (select core.current_user_id()), core.now())
  returning id
$$;
comment on function core.create_api_key(text, bytea, text[], integer) is 'Stores a key''s hash, scopes and request rate; its id';
