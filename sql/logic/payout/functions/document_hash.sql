-- Why: a code signs the document that was shown and no other. Null where none is kept yet.
create or replace function payout.document_hash(p_invoice_id uuid) returns bytea
language sql stable
set search_path = ''
as $$
  select d.sha256 from payout.documents as d
  where d.tenant_id = (select core.current_tenant()) and d.invoice_id = p_invoice_id and d.kind = 'original'
$$;
comment on function payout.document_hash(uuid) is 'SHA-256 of the printed invoice that is shown before it is signed';
