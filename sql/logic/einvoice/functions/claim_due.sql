-- Why: a pending row is the job; this takes the oldest due rows for one worker, a batch at a time. Two workers never take
-- the same row (skip locked), and the lease brings back what a dead worker had: whatever was being sent when it died may
-- have arrived, so it comes back as unknown, to be asked for before it is sent again.
-- Called by: jobs/einvoice/generate_irn.ts, in a transaction of its own that commits before the portal is called.
create or replace function einvoice.claim_due(p_limit integer, p_lease interval, p_voucher_ids uuid[] default null)
returns table (e_invoice_id uuid, voucher_id uuid, ask_first boolean, attempt integer, gstin text, buyer_gstin text,
               document_type text, number text, voucher_date date, financial_year text, total text, payload text, faults json)
language plpgsql
set search_path = ''
as $$
begin
  return query
    with due as (
      select e.id, e.status
      from einvoice.e_invoices as e
      where e.tenant_id = (select core.current_tenant())
        and e.status in ('pending', 'unknown', 'sending')
        and case e.status when 'sending' then e.lease_until < core.now()
            else e.next_attempt_at <= core.now() and (e.lease_until is null or e.lease_until < core.now()) end
        and (p_voucher_ids is null or e.voucher_id = any (p_voucher_ids))
      order by e.next_attempt_at, e.id
      limit p_limit
      for update skip locked
    ), claimed as (
      update einvoice.e_invoices as e
      set status = case due.status when 'pending' then 'sending' else 'unknown' end,
          attempts = e.attempts + 1, lease_until = core.now() + p_lease, updated_at = core.now()
      from due
      where e.tenant_id = (select core.current_tenant()) and e.id = due.id
      returning e.id, e.voucher_id, due.status <> 'pending' as ask_first, e.attempts, e.gstin, e.tenant_id
    ), built as (
      select c.*, v.party_gstin, k.document_code, v.number, v.voucher_date, v.financial_year, v.total_amount,
             einvoice.payload(v.id) as payload, row_number() over () as ordinal
      from claimed as c
      join billing.vouchers as v on v.tenant_id = c.tenant_id and v.id = c.voucher_id
      join billing.voucher_kinds as k on k.voucher_type = v.voucher_type
    ), faults as (
      select f.ordinal, json_agg(json_build_object('code', f.code, 'pointer', f.pointer, 'message', f.message)) as list
      from (select array_agg(b.payload order by b.ordinal) as payloads, array_agg(b.gstin order by b.ordinal) as gstins from built as b) as batch
      cross join lateral einvoice.validate_payloads(batch.payloads, batch.gstins) as f
      group by f.ordinal
    )
    select b.id, b.voucher_id, b.ask_first, b.attempts, b.gstin, coalesce(b.party_gstin, 'URP'), b.document_code, b.number,
           b.voucher_date, b.financial_year, b.total_amount::text, b.payload::text, coalesce(f.list, '[]')
    from built as b left join faults as f on f.ordinal = b.ordinal;
end $$;
comment on function einvoice.claim_due(integer, interval, uuid[]) is 'Takes due e-invoices for this worker, with what is to be sent, what the portal would refuse of it and whether to ask first';
