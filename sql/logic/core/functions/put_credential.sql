-- Why: gives a person of this tenant their e-mail and password, or a new password.
-- Security definer because no role may touch core.credentials: it writes for the transaction's own tenant and a user of
-- it only (the foreign key sees to that), and an address that leads elsewhere is left alone.
-- A changed password ends whatever was signed in with the old one: who has it may be why it was changed.
-- Called by: core.create_user, and later by a change of password.
create or replace function core.put_credential(p_user_id uuid, p_email text, p_password_hash text) returns boolean
language plpgsql security definer
set search_path = ''
as $$
declare
  v_is_theirs boolean;
begin
  insert into core.credentials as held (email, tenant_id, user_id, password_hash, created_at, updated_at)
  values (lower(p_email), (select core.current_tenant()), p_user_id, p_password_hash, core.now(), core.now())
  on conflict (email) do update
    set password_hash = excluded.password_hash, updated_at = excluded.updated_at
    where held.tenant_id = excluded.tenant_id and held.user_id = excluded.user_id;
  v_is_theirs := found;
  if v_is_theirs then
    update core.page_sessions set closed_at = core.now()
    where tenant_id = (select core.current_tenant()) and user_id = p_user_id and closed_at is null;
    update core.refresh_tokens set revoked_at = core.now()
    where tenant_id = (select core.current_tenant()) and user_id = p_user_id and revoked_at is null;
  end if;
  return v_is_theirs;
end $$;
comment on function core.put_credential(uuid, text, text) is 'Sets a person''s password hash; false where the e-mail belongs to somebody else';
