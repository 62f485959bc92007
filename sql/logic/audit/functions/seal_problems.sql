-- Why: every seal is made again from the events and compared. Called by: audit.verify.
-- Finds an event edited, deleted, swapped or slipped into a sealed range; a seal edited, taken out of the middle or put in;
-- and, because each seal is itself an event, seals cut off the end.
create or replace function audit.seal_problems() returns table (kind text, seal_no bigint, event_id uuid)
language sql stable
set search_path = ''
as $$
  with chain as (
    select s as seal, s.seal_no, s.from_xid, s.until_xid, s.events_count, s.events_hash, s.previous_hash, s.hash,
           lag(s.seal_no, 1, 0::bigint) over w as last_no, lag(s.until_xid, 1, '0'::xid8) over w as last_until,
           lag(s.hash, 1, decode(repeat('00', 32), 'hex')) over w as last_hash
    from audit.seals as s
    where s.tenant_id = core.current_tenant()
    window w as (order by s.seal_no)
  ), checked as (
    select chain.*, found.events, found.hash as found_hash
    from chain
    cross join lateral (
      select count(*) as events, sha256(string_agg(digest, ''::bytea order by recorded_in, id)) as hash
      from audit.event_digests as e
      where e.tenant_id = (chain.seal).tenant_id
        and e.recorded_in >= chain.from_xid and e.recorded_in < chain.until_xid
    ) as found
  )
  select problem.kind, checked.seal_no, null::uuid
  from checked
  cross join lateral (values
    ('seal_missing', checked.seal_no <> checked.last_no + 1),
    ('seals_not_adjacent', checked.from_xid <> checked.last_until),
    ('chain_broken', checked.previous_hash <> checked.last_hash),
    ('seal_altered', checked.hash <> audit.hash_seal(checked.seal)),
    ('events_missing_or_added', checked.events <> checked.events_count),
    ('events_altered', checked.events = checked.events_count and checked.events_hash <> checked.found_hash)
  ) as problem (kind, found)
  where problem.found
  union all
  select 'seal_lost', (e.after ->> 'seal_no')::bigint, e.id
  from audit.events as e
  where e.tenant_id = core.current_tenant() and e.entity = 'audit.seals'
    and not exists (
      select from audit.seals as s
      where s.tenant_id = e.tenant_id and s.id = e.entity_id and '\x' || encode(s.hash, 'hex') = e.after ->> 'hash')
$$;
comment on function audit.seal_problems() is 'What does not agree between the chain of seals and the events of the tenant';
