-- Why: chains the tenant's events in groups, off the posting lock. Covered are the transactions from the last seal up to
-- the oldest one still running: all of them have ended, so no event can appear in the range afterwards.
-- Called by: the job audit.seal_events, every minute a tenant. Locks: one advisory lock a tenant, so that two workers
-- make one chain. Answers null when there was nothing but earlier seals to seal, else {sealNo, events, head}.
-- Refuses where the transaction counter is behind the trail: a dump restored into a fresh cluster (domain/audit/README.md).
create or replace function audit.seal_events() returns json
language plpgsql
set search_path = ''
as $$
declare
  v_last audit.seals;
  v_seal audit.seals;
  v_others bigint;
begin
  perform pg_advisory_xact_lock(hashtextextended('audit.seal_events', 0) # hashtextextended(core.current_tenant()::text, 0));
  select * into v_last from audit.seals where tenant_id = core.current_tenant() order by seal_no desc limit 1;

  v_seal.tenant_id := core.current_tenant();
  v_seal.id := core.uuid_v7();
  v_seal.seal_no := coalesce(v_last.seal_no, 0) + 1;
  v_seal.from_xid := coalesce(v_last.until_xid, '0');
  v_seal.until_xid := pg_snapshot_xmin(pg_current_snapshot());
  v_seal.previous_hash := coalesce(v_last.hash, decode(repeat('00', 32), 'hex'));
  v_seal.sealed_at := core.now();
  if v_seal.until_xid < v_seal.from_xid then
    raise exception 'the transaction counter (%) is behind the audit trail (%): see domain/audit/README.md, restoring',
      v_seal.until_xid, v_seal.from_xid;
  end if;

  select count(*), count(*) filter (where entity <> 'audit.seals'),
         sha256(string_agg(digest, ''::bytea order by recorded_in, id))
    into v_seal.events_count, v_others, v_seal.events_hash
  from audit.event_digests
  where tenant_id = v_seal.tenant_id and recorded_in >= v_seal.from_xid and recorded_in < v_seal.until_xid;
  if v_others = 0 then
    return null;
  end if;

  v_seal.hash := audit.hash_seal(v_seal);
  insert into audit.seals select v_seal.*;
  return json_build_object('sealNo', v_seal.seal_no, 'events', v_seal.events_count, 'head', encode(v_seal.hash, 'hex'));
end $$;
comment on function audit.seal_events() is 'Seals the tenant''s events of all ended transactions; {sealNo, events, head}, or null when there was none';
