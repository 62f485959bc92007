-- Why: a partner reads what entering the code means before it is entered. Called by: domain/payout/signing.ts.
-- Refuses: partner_invoice_not_found.
create or replace function payout.read_consent(p_invoice_id text, p_destination_id text) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  v_invoice payout.invoices := payout.own_invoice(p_invoice_id, p_destination_id);
  v_language text;
begin
  select p.language into v_language from payout.partners as p where p.tenant_id = v_invoice.tenant_id and p.id = v_invoice.partner_id;
  return json_build_object('invoiceId', v_invoice.invoice_id, 'language', v_language,
    'text', coalesce(v_invoice.consent_text, payout.consent_text(v_invoice, v_language)), 'signed', v_invoice.digitally_signed);
end $$;
comment on function payout.read_consent(text, text) is 'What signing an invoice means, in its partner''s language; of a signed one what was agreed to';
