-- Why: what is signed later is this very print, so its hash stands on the invoice. Called by: domain/payout/partner_invoices.ts,
-- in the transaction that generated it. Answers the invoice.
create or replace function payout.keep_original(p_invoice_id uuid, p_sha256 bytea) returns json
language sql volatile
set search_path = ''
as $$
  update payout.invoices as i set document_sha256 = p_sha256
  where i.tenant_id = (select core.current_tenant()) and i.id = p_invoice_id and i.document_sha256 is null
  returning payout.invoice_json(i)
$$;
comment on function payout.keep_original(uuid, bytea) is 'Notes the hash of the print of a new invoice and answers it';
