-- Why: where a document lies in the object store says whose it is, of which year, and by its hash which bytes: a key never
-- stands for others. Called by: payout.claim_documents.
create or replace function payout.document_key(p_tenant_id uuid, p_invoice_date date, p_invoice_id uuid, p_kind text, p_sha256 bytea) returns text
language sql immutable
set search_path = ''
as $$
  select format('%s/partner-invoices/%s/%s/%s-%s.pdf', p_tenant_id, extract(year from p_invoice_date), p_invoice_id, p_kind,
                left(encode(p_sha256, 'hex'), 16))
$$;
comment on function payout.document_key(uuid, date, uuid, text, bytea) is 'The key of a document in the object store: <company>/partner-invoices/<year>/<invoice>/<kind>-<hash>.pdf';
