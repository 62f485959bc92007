-- Why: takes documents that are to be moved to the object store, oldest first, under a lease: while it lasts no other worker
-- does, and when the worker dies they are due again. Called by: domain/payout/store_documents.ts.
create or replace function payout.claim_documents(p_limit integer, p_lease_seconds integer)
returns table (id uuid, object_key text, media_type text, sha256 bytea, bytes bytea)
language sql
set search_path = ''
as $$
  -- Looked for once: inside "in (…)" the planner may look anew for every row, and take more than it was told to.
  with due as materialized (
    select d.tenant_id, d.id, d.invoice_id from payout.documents as d
    where d.tenant_id = (select core.current_tenant()) and d.bytes is not null and d.next_attempt_at <= core.now()
    order by d.next_attempt_at limit p_limit for update skip locked
  )
  update payout.documents as d
  set next_attempt_at = core.now() + p_lease_seconds * interval '1 second', store_attempts = d.store_attempts + 1,
      object_key = coalesce(d.object_key, payout.document_key(d.tenant_id, i.invoice_date, d.invoice_id, d.kind, d.sha256))
  from due join payout.invoices as i on i.tenant_id = due.tenant_id and i.id = due.invoice_id
  where d.tenant_id = due.tenant_id and d.id = due.id
  returning d.id, d.object_key, d.media_type, d.sha256, d.bytes
$$;
comment on function payout.claim_documents(integer, integer) is 'Takes the tenant''s documents that the object store does not have yet, for so many seconds';
