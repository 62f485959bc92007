-- Why: who a key is and what it may do. The key names its tenant, so that row-level security holds here too.
-- Called by: domain/core/bearer.ts. No row: unknown or revoked. Writes last_used_at, at most once an hour, since each time is an event of the trail.
create or replace function core.find_api_key(p_key_hash bytea)
returns table (id uuid, name text, scopes text[], requests_per_minute integer, created_by uuid)
language plpgsql
set search_path = ''
as $$
begin
  update core.api_keys k set last_used_at = core.now()
  where k.tenant_id = (select core.current_tenant()) and k.key_hash = p_key_hash and k.revoked_at is null
    and (k.last_used_at is null or k.last_used_at < core.now() - interval '1 hour');
  return query
    select k.id, k.name, k.scopes, k.requests_per_minute, k.created_by
    from core.api_keys k
    where k.tenant_id = (select core.current_tenant()) and k.key_hash = p_key_hash and k.revoked_at is null;
end $$;
comment on function core.find_api_key(bytea) is 'The live key with this hash, and notes that it was used';
