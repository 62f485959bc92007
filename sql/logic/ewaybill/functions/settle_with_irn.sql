-- Why: a bill that was asked for before the IRN came in the invoice's own call. What the portal said of it is written down
-- with what it said of the invoice: a number, or why there is none; where it said nothing (the answer was lost and the
-- invoice found later), the bill is asked for by IRN, which tells one that is there already. Without an IRN there is no bill,
-- and one whose invoice is put off is put off with it.
-- Called by: einvoice.record_answers, with its answers; only those that counted count here. Locks: the bills.
create or replace function ewaybill.settle_with_irn(p_answers jsonb) returns void
language sql
set search_path = ''
as $$
  update ewaybill.e_way_bills as b
  set status = case when a.outcome = 'failed' or a."ewbErrorCode" is not null then 'failed' when a."ewbNumber" is null then 'pending'
                    when a."ewbValidUntil" is null then 'part_a' else 'active' end,
      road = case when a.outcome = 'generated' and a."ewbNumber" is null and a."ewbErrorCode" is null then 'by_irn' else b.road end,
      ewb_number = a."ewbNumber", generated_at = a."ewbAt", valid_until = a."ewbValidUntil", alert = nullif(a."ewbAlert", ''),
      error_code = case a.outcome when 'generated' then a."ewbErrorCode" when 'failed' then 'irn_refused' else a."errorCode" end,
      error_message = case when a.outcome = 'generated' then a."ewbErrorMessage"
                           else 'its invoice has no IRN: ' || a."errorCode" || ' ' || a."errorMessage" end,
      next_attempt_at = case when a.outcome in ('generated', 'failed') then core.now() else a.next_attempt_at end, updated_at = core.now()
  from (
    select e.voucher_id, e.next_attempt_at, r.*
    from jsonb_to_recordset(p_answers) as r("eInvoiceId" uuid, attempt integer, outcome text, "errorCode" text, "errorMessage" text, "ewbNumber" text,
      "ewbAt" timestamptz, "ewbValidUntil" timestamptz, "ewbAlert" text, "ewbErrorCode" text, "ewbErrorMessage" text)
    join einvoice.e_invoices as e on e.tenant_id = (select core.current_tenant()) and e.id = r."eInvoiceId" and e.attempts = r.attempt
     and e.status = case when r.outcome in ('generated', 'failed', 'unknown') then r.outcome else 'pending' end
    where r.outcome <> 'put_back'
  ) as a
  where b.tenant_id = (select core.current_tenant()) and b.voucher_id = a.voucher_id and b.status = 'pending' and b.road <> 'direct'
    and (b.road = 'with_irn' or a.outcome <> 'generated')
$$;
comment on function ewaybill.settle_with_irn(jsonb) is 'Records what the invoice portal said of the e-way bills that went with their invoices';
