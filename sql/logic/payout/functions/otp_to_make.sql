-- Why: a code is hashed with what it is for, and hashing takes a tenth of a second: what it is for is read first, the lock is
-- taken afterwards (payout.request_otp asks everything again). Called by: domain/payout/signing.ts.
-- Refuses: partner_invoice_not_found, partner_invoice_signed, partner_invoice_cancelled, document_not_ready,
-- otp_requested_too_soon, otp_limit_reached.
create or replace function payout.otp_to_make(p_invoice_id text, p_destination_id text)
returns table (invoice_id uuid, email text, document_sha256 text)
language plpgsql stable
set search_path = ''
as $$
declare
  v_invoice payout.invoices := payout.own_invoice(p_invoice_id, p_destination_id);
  v_email text;
  v_document bytea := payout.document_hash(v_invoice.id);
begin
  perform payout.check_signable(v_invoice);
  if v_document is null then
    perform core.refuse('document_not_ready', null, jsonb_build_object('invoiceId', v_invoice.invoice_id));
  end if;
  select p.email into strict v_email from payout.partners as p where p.tenant_id = v_invoice.tenant_id and p.id = v_invoice.partner_id;
  perform payout.check_otp_limits(v_invoice.id, v_email);
  return query select v_invoice.id, v_email, encode(v_document, 'hex');
end $$;
comment on function payout.otp_to_make(text, text) is 'What a one-time password for this invoice is bound to, where one may be asked for now';
