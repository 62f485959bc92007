-- Why: the printed invoice is committed with the fact it proves, so that neither is there without the other; a job moves the
-- bytes to the object store later. Called by: domain/payout/documents.ts, in the transaction that generates or signs.
-- Answers the document's id; the same bytes a second time are the same document.
-- Refuses document_already_kept (other bytes stand for this invoice). That the bytes are those of the hash, a constraint sees.
create or replace function payout.keep_document(
  p_invoice_id uuid, p_kind text, p_file_name text, p_sha256 bytea, p_bytes bytea
) returns uuid
language plpgsql
set search_path = ''
as $$
declare
  v_id uuid;
  v_invoice_date date;
begin
  select i.invoice_date into strict v_invoice_date
  from payout.invoices as i where i.tenant_id = (select core.current_tenant()) and i.id = p_invoice_id;
  insert into payout.documents (tenant_id, invoice_id, kind, file_name, sha256, size, bytes, keep_until, next_attempt_at, created_at)
  values ((select core.current_tenant()), p_invoice_id, p_kind, p_file_name, p_sha256, octet_length(p_bytes), p_bytes,
          payout.keep_until('partner_invoice', v_invoice_date), core.now(), core.now())
  on conflict (tenant_id, invoice_id, kind) do nothing
  returning id into v_id;
  if v_id is null then
    select d.id into v_id from payout.documents as d
    where d.tenant_id = (select core.current_tenant()) and d.invoice_id = p_invoice_id and d.kind = p_kind and d.sha256 = p_sha256;
    if v_id is null then
      perform core.refuse('document_already_kept', null, jsonb_build_object('kind', p_kind));
    end if;
  end if;
  return v_id;
end $$;
comment on function payout.keep_document(uuid, text, text, bytea, bytea) is 'Keeps the printed invoice (original or signed) in the caller''s transaction; its id';
