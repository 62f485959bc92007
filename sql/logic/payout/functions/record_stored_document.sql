-- Why: the object store has the document, and has given it back as it was, so its row lets go of the bytes. When none that
-- was put off waits any longer, the trouble is over. Called by: domain/payout/store_documents.ts. Twice is as good as once.
create or replace function payout.record_stored_document(p_id uuid, p_store text) returns void
language plpgsql
set search_path = ''
as $$
begin
  update payout.documents
  set bytes = null, stored_at = core.now(), store_error = null
  where tenant_id = (select core.current_tenant()) and id = p_id and bytes is not null;
  if not exists (select from payout.documents
                 where tenant_id = (select core.current_tenant()) and bytes is not null and store_error is not null) then
    perform ops.resolve_notification('documents_not_stored', p_store);
  end if;
end $$;
comment on function payout.record_stored_document(uuid, text) is 'Records that the object store has a document, and lets go of its bytes';
