-- Why: ends a machine's access; the row stays, for the trail. Called by: domain/core/api_keys.ts.
create or replace function core.revoke_api_key(p_id uuid) returns boolean
language sql volatile
set search_path = ''
as $$
  with revoked as (
    update core.api_keys set revoked_at = coalesce(revoked_at, core.now())
    where tenant_id = (select core.current_tenant()) and id = p_id
    returning id
  )
  select exists (select from revoked)
$$;
comment on function core.revoke_api_key(uuid) is 'Revokes a key; false where this tenant has none with that id';
