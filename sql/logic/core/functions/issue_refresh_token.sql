-- Why: the first token of a family: one sign-in. Seven days idle, thirty days whatever happens.
-- Called by: domain/core/sign_in.ts. Answers the family, which access tokens carry as sid; null for a disabled person.
create or replace function core.issue_refresh_token(p_user_id uuid, p_token_hash bytea) returns uuid
language sql volatile
set search_path = ''
as $$
  insert into core.refresh_tokens (tenant_id, family_id, user_id, token_hash, issued_at, expires_at, family_expires_at)
  select u.tenant_id, core.uuid_v7(), u.id, p_token_hash, t.now, t.now + interval '7 days', t.now + interval '30 days'
  from core.users u, (select core.now() as now) as t
  where u.tenant_id = (select core.current_tenant()) and u.id = p_user_id and u.disabled_at is null
  returning family_id
$$;
comment on function core.issue_refresh_token(uuid, bytea) is 'Begins a session: stores the hash of its first refresh token; the family''s id';
