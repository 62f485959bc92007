-- Why: a document that was put off is due before the next sweep. Called by: domain/payout/store_documents.ts.
create or replace function payout.next_document() returns integer
language sql stable
set search_path = ''
as $$
  select greatest(0, ceil(extract(epoch from min(d.next_attempt_at) - core.now())))::int
  from payout.documents as d
  where d.tenant_id = (select core.current_tenant()) and d.bytes is not null
$$;
comment on function payout.next_document() is 'Seconds until the tenant''s next document is due for the object store; null where none waits';
