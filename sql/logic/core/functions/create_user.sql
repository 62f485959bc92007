-- Why: a person and their password are made together, or neither is.
-- Called by: domain/core (add a person), seeds. Refuses: email_taken.
create or replace function core.create_user(
  p_email text, p_display_name text, p_roles text[], p_password_hash text, p_destination_id text default null
) returns uuid
language plpgsql
set search_path = ''
as $$
declare
  v_user_id uuid;
begin
  insert into core.users (tenant_id, email, display_name, roles, destination_id, created_at, updated_at)
  values ((select core.current_tenant()), lower(p_email), p_display_name, p_roles, p_destination_id, core.now(), core.now())
  on conflict (tenant_id, email) do nothing
  returning id into v_user_id;
  if v_user_id is null or not core.put_credential(v_user_id, p_email, p_password_hash) then
    perform core.refuse('email_taken', '/email');
  end if;
  return v_user_id;
end $$;
comment on function core.create_user(text, text, text[], text, text) is 'A person with a password hash, in this transaction''s tenant; their id';
