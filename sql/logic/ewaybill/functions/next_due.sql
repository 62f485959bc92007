-- Why: when the job should look again. Null where nothing is open. Called by: jobs/ewaybill/generate.ts, after a run.
create or replace function ewaybill.next_due() returns numeric
language sql stable
set search_path = ''
as $$
  select extract(epoch from min(greatest(case when b.status <> 'sending' then b.next_attempt_at end, b.lease_until)) - core.now())
  from ewaybill.e_way_bills as b
  where b.tenant_id = (select core.current_tenant()) and b.status in ('pending', 'unknown', 'sending')
$$;
comment on function ewaybill.next_due() is 'Seconds until an open e-way bill is due; null where none is open';
