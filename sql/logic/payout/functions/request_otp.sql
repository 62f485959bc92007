-- Why: a code to sign one document with, by whoever reads the registered address. The one before it is worth nothing from now
-- on. Ten minutes, three guesses. Called by: domain/payout/signing.ts with {id, invoiceId, destinationId, email,
-- documentSha256, otpHash, codeEncrypted, userAgent}; the code itself only travels sealed. Answers as the API does.
-- Locks: the invoice, then the address (an advisory lock), so that the limits hold for requests side by side.
-- Refuses: what payout.otp_to_make refuses; partner_invoice_document_changed, where document or address changed meanwhile.
create or replace function payout.request_otp(p_otp jsonb) returns json
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_now timestamptz := core.now();
  v_invoice payout.invoices := payout.own_invoice(p_otp ->> 'invoiceId', p_otp ->> 'destinationId');
  v_otp payout.otp_log;
  v_target record;
begin
  select * into v_invoice from payout.invoices as i where i.tenant_id = v_tenant and i.id = v_invoice.id for no key update;
  perform pg_advisory_xact_lock(hashtextextended('one-time passwords to ' || (p_otp ->> 'email'), hashtext(v_tenant::text)));
  v_target := payout.otp_to_make(p_otp ->> 'invoiceId', p_otp ->> 'destinationId');
  if v_target.email <> p_otp ->> 'email' or v_target.document_sha256 <> p_otp ->> 'documentSha256' then
    perform core.refuse('partner_invoice_document_changed', null, jsonb_build_object('invoiceId', v_invoice.invoice_id));
  end if;
  update payout.otp_log as o set revoked_at = v_now, code_encrypted = null
  where o.tenant_id = v_tenant and o.invoice_id = v_invoice.id and o.revoked_at is null and not o.is_verified;
  insert into payout.otp_log (tenant_id, id, public_no, invoice_id, destination_id, email, document_sha256, otp_hash, code_encrypted,
    otp_sent_at, otp_expires_at, requested_by, ip_address, user_agent)
  select v_tenant, (p_otp ->> 'id')::uuid, payout.take_public_numbers('otp', 1) + 1, v_invoice.id, v_invoice.destination_id,
    v_target.email, decode(v_target.document_sha256, 'hex'), p_otp ->> 'otpHash', p_otp ->> 'codeEncrypted',
    v_now, v_now + interval '10 minutes', core.current_user_id(), who.ip, left(p_otp ->> 'userAgent', 500)
  from audit.acting() as who
  returning * into v_otp;
  return json_build_object('otpId', v_otp.otp_id, 'invoiceId', v_invoice.invoice_id, 'message', 'OTP sent successfully',
    'otpSentTo', payout.masked_email(v_otp.email), 'expiresAt', payout.utc_text(v_otp.otp_expires_at),
    'expiresIn', extract(epoch from v_otp.otp_expires_at - v_now)::int, 'attemptsRemaining', v_otp.max_attempts);
end $$;
comment on function payout.request_otp(jsonb) is 'Stores a one-time password for an invoice and revokes the one before it';
