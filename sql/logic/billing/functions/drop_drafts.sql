-- Why: what is posted is no draft any more; the row goes in the transaction of the posting. Called by: billing.post_vouchers.
create or replace function billing.drop_drafts(p_docs billing.resolved_document[]) returns void
language sql
set search_path = ''
as $$
  delete from billing.drafts as d using unnest(p_docs) as posted
  where d.tenant_id = (select core.current_tenant()) and d.id = posted.voucher_id
$$;
comment on function billing.drop_drafts(billing.resolved_document[]) is 'Removes the drafts of documents that were posted';
