-- Why: a printed invoice is read from here until the object store has it. Called by: domain/payout/documents.ts.
create or replace function payout.read_document(p_invoice_id uuid, p_kind text)
returns table (id uuid, file_name text, media_type text, sha256 bytea, size integer, bytes bytea, object_key text)
language sql stable
set search_path = ''
as $$
  select d.id, d.file_name, d.media_type, d.sha256, d.size, d.bytes, d.object_key
  from payout.documents as d
  where d.tenant_id = (select core.current_tenant()) and d.invoice_id = p_invoice_id and d.kind = p_kind
$$;
comment on function payout.read_document(uuid, text) is 'A printed invoice: its bytes, or the key they lie under in the object store';
