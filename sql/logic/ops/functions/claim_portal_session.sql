-- Why: one sign-in a registration at a time, over all processes. The lease is a row, so that no connection is held while
-- the portal answers, and a worker that died holds nobody up for longer than the lease.
-- Called by: domain/portals/token_store.ts. Answers the row's id, or null while another has it. Who signs in otherwise than
-- the last one (another site, other secrets) starts afresh.
create or replace function ops.claim_portal_session(
  p_office text, p_registration_id uuid, p_provider text, p_key_hash bytea, p_holder uuid, p_seconds integer
) returns uuid
language sql
set search_path = ''
as $$
  insert into ops.portal_sessions as s (tenant_id, office, registration_id, provider, key_hash, lease_until, lease_holder, last_used_at)
  values (core.current_tenant(), p_office, p_registration_id, p_provider, p_key_hash,
          clock_timestamp() + make_interval(secs => p_seconds), p_holder, core.now())
  on conflict (tenant_id, office, registration_id, provider) do update
  set lease_until = excluded.lease_until, lease_holder = excluded.lease_holder, key_hash = excluded.key_hash,
      token_encrypted = case when s.key_hash = excluded.key_hash then s.token_encrypted end,
      token_hash = case when s.key_hash = excluded.key_hash then s.token_hash end,
      expires_at = case when s.key_hash = excluded.key_hash then s.expires_at end,
      refresh_at = case when s.key_hash = excluded.key_hash then s.refresh_at end,
      refusal = case when s.key_hash = excluded.key_hash then s.refusal end,
      refused_until = case when s.key_hash = excluded.key_hash then s.refused_until end,
      refused_times = case when s.key_hash = excluded.key_hash then s.refused_times else 0 end
  where s.lease_until is null or s.lease_until < clock_timestamp()
  returning id
$$;
comment on function ops.claim_portal_session(text, uuid, text, bytea, uuid, integer) is 'Takes the sign-in of a registration at a provider for some seconds; null while another has it';
