-- Why: what the signature block of a signed invoice says: to what the partner consented, when (India's time), from where, to which
-- bytes, and to which address the code went (the registered one may be another today, and another than the invoice's).
-- Called by: whoever prints the signed copy, in the transaction that signed it or later. Null before it is signed.
create or replace function payout.print_signature(p payout.invoices) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object('signedAt', to_char(p.signed_at at time zone 'Asia/Kolkata', 'YYYY-MM-DD"T"HH24:MI'), 'ip', p.signed_ip,
    'email', (select payout.masked_email(o.email) from payout.otp_log as o where o.tenant_id = p.tenant_id and o.id = p.otp_id),
    'consentText', p.consent_text, 'documentSha256', encode(p.document_sha256, 'hex'))
  where p.digitally_signed
$$;
comment on function payout.print_signature(payout.invoices) is 'The signature of an invoice as its paper says it; null where it has none';
