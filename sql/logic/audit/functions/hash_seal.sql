-- Why: the link of the chain, written once. Called by: audit.seal_events when it makes one, audit.verify when it checks.
create or replace function audit.hash_seal(p_seal audit.seals) returns bytea
language sql immutable parallel safe
set search_path = ''
as $$
  select sha256(convert_to(jsonb_build_array(
    encode(p_seal.previous_hash, 'hex'), p_seal.tenant_id, p_seal.id, p_seal.seal_no, p_seal.from_xid::text,
    p_seal.until_xid::text, p_seal.events_count, encode(p_seal.events_hash, 'hex'),
    extract(epoch from p_seal.sealed_at))::text, 'UTF8'))
$$;
comment on function audit.hash_seal(audit.seals) is 'The hash a seal must carry';
