-- Why: three guesses a code, however many come at once: each is counted and committed before it is looked at, so the caller ends
-- the transaction before it compares. Called by: domain/payout/signing.ts. Answers what the guess is compared with.
-- A code that is unknown, revoked, used, of another invoice, asked for by somebody else or mailed to an address that is not the
-- registered one any more is the same refusal.
-- Locks: the code's row, until the count is committed.
-- Refuses: partner_invoice_not_found, partner_invoice_signed, partner_invoice_cancelled, otp_not_valid, otp_attempts_used_up,
-- otp_expired, partner_invoice_document_changed.
create or replace function payout.begin_otp_attempt(p_invoice_id text, p_destination_id text, p_otp_id text)
returns table (id uuid, invoice_id uuid, email text, document_sha256 text, otp_hash text, attempts_remaining integer)
language plpgsql
set search_path = ''
as $$
declare
  v_invoice payout.invoices := payout.own_invoice(p_invoice_id, p_destination_id);
  v_otp payout.otp_log;
begin
  perform payout.check_signable(v_invoice);
  select * into v_otp from payout.otp_log as o
  where o.tenant_id = core.current_tenant() and o.public_no = substring(p_otp_id from '^otp_(\d{1,15})$')::bigint
    and o.invoice_id = v_invoice.id and o.destination_id = v_invoice.destination_id
    and o.requested_by is not distinct from core.current_user_id()
  for no key update;
  if not found or v_otp.revoked_at is not null or v_otp.is_verified or v_otp.email is distinct from (
      select p.email from payout.partners as p where p.tenant_id = v_invoice.tenant_id and p.id = v_invoice.partner_id) then
    perform core.refuse('otp_not_valid');
  elsif v_otp.verification_attempts >= v_otp.max_attempts then
    perform core.refuse('otp_attempts_used_up', null, jsonb_build_object(
      'retryAfter', greatest(1, ceil(extract(epoch from v_otp.otp_sent_at + interval '60 seconds' - core.now())))));
  elsif v_otp.otp_expires_at <= core.now() then
    perform core.refuse('otp_expired');
  elsif v_otp.document_sha256 is distinct from payout.document_hash(v_invoice.id) then
    perform core.refuse('partner_invoice_document_changed', null, jsonb_build_object('invoiceId', v_invoice.invoice_id));
  end if;
  return query
    update payout.otp_log as o set verification_attempts = o.verification_attempts + 1
    where o.tenant_id = v_otp.tenant_id and o.id = v_otp.id
    returning o.id, o.invoice_id, o.email, encode(o.document_sha256, 'hex'), o.otp_hash, o.max_attempts - o.verification_attempts;
end $$;
comment on function payout.begin_otp_attempt(text, text, text) is 'Counts a guess at a one-time password before it is looked at';
