-- Why: as ewaybill.claim_due, of the bills that are asked of the invoice portal by IRN: those whose invoice is registered and
-- stands; where it is being cancelled, what may be at the portal is still asked about. Each goes to the provider that
-- registered its invoice, while that one does not rest; one that rested long enough gets one.
-- Called by: jobs/ewaybill/generate_by_irn.ts, in a transaction of its own that commits before the portal is called.
-- Takes the sites of the installation as ops.call_ways does. Locks: budgets, bills, breaker.
create or replace function ewaybill.claim_by_irn(p_limit integer, p_lease interval, p_sites jsonb default null)
returns table (e_way_bill_id uuid, voucher_id uuid, ask_first boolean, attempt integer, gstin text, irn text, payload text, provider text)
language plpgsql rows 16
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_now timestamptz := core.now();
  v_due record;
  v_taken uuid[] := '{}';
  v_left jsonb := '{}';
begin
  if ewaybill.next_by_irn() is not null then
    perform ops.lock_budgets('irp');
    for v_due in
      select b.id, b.gstin, w.environment, coalesce(d.provider, w.send_to) as provider, w.room, w.per_minute,
             w.configured = '{}' or coalesce(d.provider, w.send_to) = any (w.usable) or d.provider <> all (w.configured) as has_way
      from ops.call_ways('irp', p_sites) as w
      join ewaybill.e_way_bills as b on b.tenant_id = v_tenant and b.gstin = w.gstin
      join einvoice.e_invoices as e on e.tenant_id = b.tenant_id and e.voucher_id = b.voucher_id
       and (e.status = 'generated' or e.status = 'cancelling' and b.status <> 'pending')
      join einvoice.irn_details as d on d.tenant_id = e.tenant_id and d.e_invoice_id = e.id
      where w.configured is not null and w.room > 0 and b.status in ('pending', 'unknown', 'sending') and b.road = 'by_irn'
        and case b.status when 'sending' then b.lease_until < v_now
            else b.next_attempt_at <= v_now and (b.lease_until is null or b.lease_until < v_now) end
      order by b.id
      limit p_limit * 4
      for update of b skip locked
    loop
      exit when cardinality(v_taken) >= p_limit;
      if coalesce((v_left ->> v_due.gstin)::int, 0) < v_due.room
         and (coalesce(v_due.has_way, false) or ops.begin_probe('irp', v_due.environment, v_due.provider)) then
        v_taken := v_taken || v_due.id;
        v_left := v_left || jsonb_build_object(v_due.gstin, coalesce((v_left ->> v_due.gstin)::int, 0) + 1);
        perform ops.spend_calls('irp', jsonb_build_array(jsonb_build_object('gstin', v_due.gstin, 'calls', 1, 'perMinute', v_due.per_minute)));
      end if;
    end loop;
  end if;
  return query
    with due as (
      select b.id, b.status, d.irn, d.provider
      from ewaybill.e_way_bills as b
      join einvoice.irn_details as d on d.tenant_id = b.tenant_id and d.invoice_id = b.voucher_id
      where b.tenant_id = v_tenant and b.id = any (v_taken)
    )
    update ewaybill.e_way_bills as b
    set status = case due.status when 'pending' then 'sending' else 'unknown' end, provider = due.provider,
        attempts = b.attempts + 1, lease_until = v_now + p_lease, updated_at = v_now
    from due
    where b.tenant_id = v_tenant and b.id = due.id
    returning b.id, b.voucher_id, due.status <> 'pending', b.attempts, b.gstin, due.irn,
              ewaybill.payload_by_irn(b.voucher_id, due.irn, b.transport)::text, due.provider;
end $$;
comment on function ewaybill.claim_by_irn(integer, interval, jsonb) is 'Takes due e-way bills by IRN for this worker, with what is to be sent, where it goes and whether to ask first';
