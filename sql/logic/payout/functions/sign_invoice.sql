-- Why: the code was right: the invoice is signed by whoever entered it, with the words that were shown, the time, the address and
-- the hash of the document. Called by: domain/payout/signing.ts, in the transaction that keeps the signed print and books it.
-- Raises partner_invoice.signed. Answers as the API does.
-- Locks: the invoice, then the code.
-- Refuses: partner_invoice_signed (of two right guesses one signs), partner_invoice_cancelled, otp_not_valid,
-- partner_invoice_document_changed.
create or replace function payout.sign_invoice(p_otp_id uuid, p_user_agent text) returns json
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_now timestamptz := core.now();
  v_invoice payout.invoices;
  v_otp payout.otp_log;
  v_language text;
begin
  select i.* into strict v_invoice
  from payout.otp_log as o join payout.invoices as i on i.tenant_id = o.tenant_id and i.id = o.invoice_id
  where o.tenant_id = v_tenant and o.id = p_otp_id for no key update of i;
  perform payout.check_signable(v_invoice);
  select * into strict v_otp from payout.otp_log as o where o.tenant_id = v_tenant and o.id = p_otp_id for no key update;
  if v_otp.revoked_at is not null or v_otp.is_verified then
    perform core.refuse('otp_not_valid');
  elsif v_otp.document_sha256 is distinct from payout.document_hash(v_invoice.id) then
    perform core.refuse('partner_invoice_document_changed', null, jsonb_build_object('invoiceId', v_invoice.invoice_id));
  end if;
  select p.language into strict v_language from payout.partners as p where p.tenant_id = v_tenant and p.id = v_invoice.partner_id;
  update payout.otp_log as o set is_verified = true, verified_at = v_now, code_encrypted = null
  where o.tenant_id = v_tenant and o.id = v_otp.id;
  update payout.invoices as i
  set status = 'submitted', digitally_signed = true, signed_at = v_now, signed_ip = who.ip, signed_user_agent = left(p_user_agent, 500),
      signed_by = core.current_user_id(), consent_text = payout.consent_text(v_invoice, v_language),
      document_sha256 = v_otp.document_sha256, otp_id = v_otp.id, updated_at = v_now
  from audit.acting() as who
  where i.tenant_id = v_tenant and i.id = v_invoice.id
  returning i.* into v_invoice;
  perform ops.raise_event('partner_invoice.signed', jsonb_build_object(
    'invoiceId', v_invoice.invoice_id, 'invoiceNumber', v_invoice.invoice_number, 'destinationId', v_invoice.destination_id,
    'month', v_invoice.month, 'gstAmount', v_invoice.gst_amount, 'totalAmount', v_invoice.total_amount,
    'payableAmount', v_invoice.payable_amount, 'signedAt', payout.utc_text(v_now)), v_invoice.invoice_id);
  return json_build_object('success', true, 'invoiceId', v_invoice.invoice_id, 'invoiceNumber', v_invoice.invoice_number,
    'status', v_invoice.status, 'signedAt', payout.utc_text(v_now), 'signedIp', v_invoice.signed_ip,
    'signedPdfUrl', '/api/partner/invoice/' || v_invoice.invoice_id || '/pdf?type=signed',
    'message', 'Invoice signed successfully. Payment will be processed in the next batch.');
end $$;
comment on function payout.sign_invoice(uuid, text) is 'Signs the invoice a one-time password was asked for';
