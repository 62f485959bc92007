-- Why: as ewaybill.claim_due, of the bills that are asked of the invoice portal by IRN: those whose invoice is registered and
-- stands; where it is being cancelled, what may be at the portal is still asked about. Called by: jobs/ewaybill/generate_by_irn.ts, in a transaction of its own that commits before the portal is called.
create or replace function ewaybill.claim_by_irn(p_limit integer, p_lease interval)
returns table (e_way_bill_id uuid, voucher_id uuid, ask_first boolean, attempt integer, gstin text, irn text, payload text)
language sql
set search_path = ''
as $$
  with due as (
    select b.id, b.status, e.irn
    from ewaybill.e_way_bills as b
    join einvoice.e_invoices as e on e.tenant_id = b.tenant_id and e.voucher_id = b.voucher_id
     and (e.status = 'generated' or e.status = 'cancelling' and b.status <> 'pending')
    where b.tenant_id = (select core.current_tenant()) and b.status in ('pending', 'unknown', 'sending') and b.road = 'by_irn'
      and case b.status when 'sending' then b.lease_until < core.now()
          else b.next_attempt_at <= core.now() and (b.lease_until is null or b.lease_until < core.now()) end
    order by b.next_attempt_at, b.id
    limit p_limit
    for update of b skip locked
  )
  update ewaybill.e_way_bills as b
  set status = case due.status when 'pending' then 'sending' else 'unknown' end,
      attempts = b.attempts + 1, lease_until = core.now() + p_lease, updated_at = core.now()
  from due
  where b.tenant_id = (select core.current_tenant()) and b.id = due.id
  returning b.id, b.voucher_id, due.status <> 'pending', b.attempts, b.gstin, due.irn,
            (jsonb_build_object('Irn', due.irn) || einvoice.ewb_details(b.transport))::text
$$;
comment on function ewaybill.claim_by_irn(integer, interval) is 'Takes due e-way bills by IRN for this worker, with what is to be sent and whether to ask first';
