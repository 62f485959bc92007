-- Why: a refresh token is good once. A second use means that two hold it, and nobody knows which is the thief: the
-- whole family ends (RFC 9700, section 4.14.2). The one exception is the same request repeated within ten seconds (two
-- tabs, a lost answer): it gets the same successor, which the caller derives from the token itself.
-- Answers instead of raising, because ending the family must be committed.
-- Called by: domain/core/sign_in.ts. Locks: the token's row, so two at once are one after the other.
create or replace function core.rotate_refresh_token(
  p_token_hash bytea, p_successor_hash bytea, out outcome text, out user_id uuid, out family_id uuid
)
language plpgsql
set search_path = ''
as $$
declare
  v_tenant constant uuid := core.current_tenant();
  v_now constant timestamptz := core.now();
  v_token core.refresh_tokens;
begin
  select t.* into v_token from core.refresh_tokens t
  where t.tenant_id = v_tenant and t.token_hash = p_token_hash
  for update;
  user_id := v_token.user_id;
  family_id := v_token.family_id;

  outcome := case
    when v_token.id is null then 'unknown'
    when v_token.revoked_at is not null then 'revoked'
    when v_token.used_at is not null and v_token.used_at > v_now - interval '10 seconds' and exists (
      select from core.refresh_tokens t
      where t.tenant_id = v_tenant and t.token_hash = p_successor_hash and t.used_at is null and t.revoked_at is null
    ) then 'repeated'
    when v_token.used_at is not null then 'reused'
    when least(v_token.expires_at, v_token.family_expires_at) <= v_now then 'expired'
    when exists (select from core.users u
                 where u.tenant_id = v_tenant and u.id = v_token.user_id and u.disabled_at is not null) then 'revoked'
    else 'rotated'
  end;

  if outcome = 'reused' then
    perform core.revoke_family(v_token.family_id);
    perform audit.record_security_event('refresh_token_reused',
      jsonb_build_object('userId', v_token.user_id, 'sessionId', v_token.family_id));
  elsif outcome = 'rotated' then
    update core.refresh_tokens t set used_at = v_now where t.tenant_id = v_tenant and t.id = v_token.id;
    insert into core.refresh_tokens (tenant_id, family_id, user_id, token_hash, issued_at, expires_at, family_expires_at)
    values (v_tenant, v_token.family_id, v_token.user_id, p_successor_hash,
            v_now, v_now + interval '7 days', v_token.family_expires_at);
  end if;
end $$;
comment on function core.rotate_refresh_token(bytea, bytea) is 'Trades a refresh token for its successor: rotated, repeated, reused (family ended), revoked, expired or unknown';
