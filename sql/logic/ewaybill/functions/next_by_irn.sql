-- Why: when the job should look again for bills by IRN. Null where none is open; one whose invoice is still on its way waits
-- for that. Called by: jobs/ewaybill/generate_by_irn.ts, after a run.
create or replace function ewaybill.next_by_irn() returns numeric
language sql stable
set search_path = ''
as $$
  select extract(epoch from min(greatest(case when b.status <> 'sending' then b.next_attempt_at end, b.lease_until)) - core.now())
  from ewaybill.e_way_bills as b
  join einvoice.e_invoices as e on e.tenant_id = b.tenant_id and e.voucher_id = b.voucher_id
   and (e.status = 'generated' or e.status = 'cancelling' and b.status <> 'pending')
  where b.tenant_id = (select core.current_tenant()) and b.status in ('pending', 'unknown', 'sending') and b.road = 'by_irn'
$$;
comment on function ewaybill.next_by_irn() is 'Seconds until an e-way bill by IRN is due; null where none is open';
