-- Why: the object store did not take the document; it stays in its row and is tried again after 30 s, 1, 2, 4 … minutes, at
-- most an hour, and never given up. Somebody is told at the fifth failure, or at once where no repetition will mend it.
-- Called by: domain/payout/store_documents.ts. Changes nothing where another worker stored it meanwhile.
create or replace function payout.record_unstored_document(p_id uuid, p_store text, p_error text, p_needs_person boolean) returns void
language plpgsql
set search_path = ''
as $$
declare
  v_attempts integer;
begin
  update payout.documents
  set store_error = left(p_error, 500),
      next_attempt_at = core.now() + least(30 * 2 ^ least(store_attempts - 1, 9), 3600) * interval '1 second'
  where tenant_id = (select core.current_tenant()) and id = p_id and bytes is not null
  returning store_attempts into v_attempts;
  if v_attempts >= 5 or v_attempts is not null and p_needs_person then
    perform ops.notify('documents_not_stored', p_store, 'critical', 'Invoices of partners do not reach the object store',
      format('%s: %s. They are safe in the database meanwhile, and go by themselves once it takes them.', p_store, left(p_error, 500)),
      jsonb_build_object('store', p_store, 'attempts', v_attempts));
  end if;
end $$;
comment on function payout.record_unstored_document(uuid, text, text, boolean) is 'Records why the object store does not have a document yet, and when it is tried again';
