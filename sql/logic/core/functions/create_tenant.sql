-- Why: a tenant comes first, and its own row is under its own policy: the caller enters the tenant, then makes it.
-- Called by: seeds and set-up, as the owner; the application's roles may not.
create or replace function core.create_tenant(p_name text) returns uuid
language sql volatile
set search_path = ''
as $$
  insert into core.tenants (id, name, created_at)
  values ((select core.current_tenant()), p_name, core.now())
  returning id
$$;
comment on function core.create_tenant(text) is 'Makes the tenant this transaction entered (core.enter with a new id)';
