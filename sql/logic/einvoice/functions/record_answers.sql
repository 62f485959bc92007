-- Why: writes down a batch of answers from the portal: where each e-invoice stands now, the attempt, and what was signed.
-- Called by: jobs/einvoice/generate_irn.ts, in a transaction of its own.
-- An answer counts for the attempt it belongs to: one that comes after the lease ran out and another worker took the row
-- is dropped, for that worker asks the portal itself.
-- Takes [{eInvoiceId, attempt, outcome: generated|failed|retry|unknown|resend|put_back, irn, ackNo, ackAt, signedInvoice, signedQrCode,
-- signingKeyId, errorCode, errorMessage, delayMs, startedAt, refusedBy, ewbNumber, ewbAt, ewbValidUntil, ewbAlert,
-- ewbErrorCode, ewbErrorMessage}]. resend: asked, the portal has none, send (again) later.
-- put_back: it was taken and not called for; it stands as before.
-- delayMs is the least pause; the back-off of the attempts counts where it is longer.
create or replace function einvoice.record_answers(p_answers jsonb) returns void
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
begin
  perform einvoice.tell_stuck(p_answers);
  with answer as (
    select a.* from jsonb_to_recordset(p_answers) as a(
      "eInvoiceId" uuid, attempt integer, outcome text, irn text, "ackNo" text, "ackAt" timestamptz, "errorCode" text, "errorMessage" text,
      "delayMs" numeric, "startedAt" timestamptz, "refusedBy" text)
  ), moved as (
    update einvoice.e_invoices as e
    set status = case a.outcome when 'generated' then 'generated' when 'failed' then 'failed' when 'unknown' then 'unknown'
                   when 'put_back' then case e.status when 'sending' then 'pending' else 'unknown' end else 'pending' end,
        irn = case when a.outcome = 'generated' then a.irn end, ack_no = case when a.outcome = 'generated' then a."ackNo" end,
        ack_date = case when a.outcome = 'generated' then a."ackAt" end,
        error_code = case when a.outcome = 'put_back' then e.error_code else a."errorCode" end,
        error_message = case when a.outcome = 'put_back' then e.error_message else a."errorMessage" end, lease_until = null, updated_at = core.now(),
        refused_by = a."refusedBy", refused_payload = case when a."refusedBy" = 'portal' then einvoice.document_hash(einvoice.payload(e.voucher_id)) end,
        next_attempt_at = core.now() + greatest(coalesce(a."delayMs", 0) * interval '1 millisecond',
          case when a.outcome not in ('resend', 'put_back') then einvoice.retry_delay(e.attempts) end)
    from answer as a
    where e.tenant_id = v_tenant and e.id = a."eInvoiceId" and e.attempts = a.attempt and e.status in ('sending', 'unknown')
    returning e.*
  )
  insert into einvoice.submissions (tenant_id, e_invoice_id, invoice_id, attempt, submission_status, supplier_gstin, invoice_date,
                                    irn, error_code, error_message, submitted_at, answered_at)
  select v_tenant, m.id, m.voucher_id, m.attempts, a.outcome, m.gstin, v.voucher_date, a.irn, a."errorCode", a."errorMessage", a."startedAt", core.now()
  from moved as m
  join answer as a on a."eInvoiceId" = m.id
  join billing.vouchers as v on v.tenant_id = v_tenant and v.id = m.voucher_id
  where a.outcome <> 'put_back';

  insert into einvoice.irn_details (tenant_id, e_invoice_id, invoice_id, irn, ack_no, ack_date, signed_invoice, signed_qr_code, signature_verified, signing_key_id, provider)
  select v_tenant, e.id, e.voucher_id, e.irn, e.ack_no, e.ack_date, a."signedInvoice", a."signedQrCode", true, a."signingKeyId", e.provider
  from jsonb_to_recordset(p_answers) as a("eInvoiceId" uuid, outcome text, "signedInvoice" text, "signedQrCode" text, "signingKeyId" text)
  join einvoice.e_invoices as e on e.tenant_id = v_tenant and e.id = a."eInvoiceId" and e.status = 'generated'
  where a.outcome = 'generated'
  on conflict do nothing;
  perform ewaybill.settle_with_irn(p_answers);
end $$;
comment on function einvoice.record_answers(jsonb) is 'Records what the portal answered for a batch of e-invoices';
