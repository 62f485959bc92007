-- Why: as einvoice.claim_due: takes due bills for one worker; what may have reached the portal is asked for first.
-- Called by: jobs/ewaybill/generate.ts, in a transaction of its own that commits before the portal is called.
create or replace function ewaybill.claim_due(p_limit integer, p_lease interval)
returns table (e_way_bill_id uuid, voucher_id uuid, ask_first boolean, attempt integer, gstin text, to_gstin text, document_type text,
               number text, document_date text, total text, payload text, gaps text[])
language plpgsql
set search_path = ''
as $$
begin
  return query
    with due as (
      select b.id, b.status
      from ewaybill.e_way_bills as b
      where b.tenant_id = (select core.current_tenant()) and b.status in ('pending', 'unknown', 'sending')
        and case b.status when 'sending' then b.lease_until < core.now()
            else b.next_attempt_at <= core.now() and (b.lease_until is null or b.lease_until < core.now()) end
      order by b.next_attempt_at, b.id
      limit p_limit
      for update skip locked
    ), claimed as (
      update ewaybill.e_way_bills as b
      set status = case due.status when 'pending' then 'sending' else 'unknown' end,
          attempts = b.attempts + 1, lease_until = core.now() + p_lease, updated_at = core.now()
      from due
      where b.tenant_id = (select core.current_tenant()) and b.id = due.id
      returning b.id, b.voucher_id, due.status <> 'pending' as ask_first, b.attempts, b.gstin, b.transport
    )
    select c.id, c.voucher_id, c.ask_first, c.attempts, c.gstin, p.payload ->> 'toGstin', p.payload ->> 'docType', p.payload ->> 'docNo',
           p.payload ->> 'docDate', p.payload ->> 'totInvValue', p.payload::text, ewaybill.payload_gaps(p.payload)
    from claimed as c
    cross join lateral (select ewaybill.payload(c.voucher_id, c.transport) as payload) as p;
end $$;
comment on function ewaybill.claim_due(integer, interval) is 'Takes due e-way bills for this worker, with what is to be sent and whether to ask first';
