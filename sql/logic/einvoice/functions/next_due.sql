-- Why: when the job should look again: the earliest moment at which one of the tenant's open e-invoices is due, or a lease
-- runs out. Null where nothing is open. Called by: jobs/einvoice/generate_irn.ts, after a run.
create or replace function einvoice.next_due() returns numeric
language sql stable
set search_path = ''
as $$
  select extract(epoch from min(greatest(case when e.status <> 'sending' then e.next_attempt_at end, e.lease_until)) - core.now())
  from einvoice.e_invoices as e
  where e.tenant_id = (select core.current_tenant()) and e.status in ('pending', 'unknown', 'sending')
$$;
comment on function einvoice.next_due() is 'Seconds until an open e-invoice is due; null where none is open';
