-- Why: a document that was put off is due before the next sweep. Called by: domain/payout/store_documents.ts.
create or replace function payout.next_document() returns integer
language sql stable
set search_path = ''
as $$
  -- greatest passes over nulls, so that none waiting must be seen before it.
  select case when count(*) > 0 then greatest(0, ceil(extract(epoch from min(d.next_attempt_at) - core.now())))::int end
  from payout.documents as d
  where d.tenant_id = (select core.current_tenant()) and d.bytes is not null
$$;
comment on function payout.next_document() is 'Seconds until the tenant''s next document is due for the object store; null where none waits';
