-- Why: the next may sign in. Called by: domain/portals/token_store.ts, when its sign-in has ended, however.
create or replace function ops.release_portal_session(p_id uuid, p_holder uuid) returns void
language sql
set search_path = ''
as $$
  update ops.portal_sessions set lease_until = null, lease_holder = null
  where tenant_id = (select core.current_tenant()) and id = p_id and lease_holder = p_holder
$$;
comment on function ops.release_portal_session(uuid, uuid) is 'Gives back the sign-in that p_holder took, where it is still its own';
