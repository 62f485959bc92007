-- Why: anybody who may read the trail can prove it whole. Called by: GET /api/audit/verify, the audit reports.
-- p_known: a head written down outside this database ({"sealNo": 12, "hash": "…"}, as the job's log line shows it): finds a
-- chain cut off at its end together with its events, which nothing inside the database can show.
create or replace function audit.verify(p_known jsonb default null) returns json
language sql stable
set search_path = ''
as $$
  with head as (
    select seal_no, until_xid, hash from audit.seals
    where tenant_id = core.current_tenant() order by seal_no desc limit 1
  ), counted as (
    select count(*) as events,
           count(*) filter (where recorded_in < (select until_xid from head)) as sealed
    from audit.events where tenant_id = core.current_tenant()
  ), problems as (
    select * from audit.seal_problems()
    union all
    select * from audit.voucher_problems()
    union all
    select 'known_head_not_found', (p_known ->> 'sealNo')::bigint, null::uuid
    where p_known is not null and not exists (
      select from audit.seals
      where tenant_id = core.current_tenant() and seal_no = (p_known ->> 'sealNo')::bigint
        and encode(hash, 'hex') = p_known ->> 'hash')
  )
  select json_build_object(
    'valid', not exists (select from problems),
    'checked', counted.events,
    'head', (select encode(hash, 'hex') from head),
    'sealNo', (select seal_no from head),
    'sealed', counted.sealed,
    'unsealed', counted.events - counted.sealed,
    'problems', (
      select coalesce(json_agg(json_build_object('kind', kind, 'sealNo', seal_no, 'id', event_id)
                               order by seal_no, kind), '[]')
      from (select * from problems order by seal_no, kind limit 100) as first_hundred))
  from counted
$$;
comment on function audit.verify(jsonb) is 'Recomputes the tenant''s chain: {valid, checked, head, sealNo, sealed, unsealed, problems[]}';
