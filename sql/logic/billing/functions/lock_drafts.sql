-- Why: a draft is posted once, as it was read: whoever posts, changes or removes it at the same moment waits here, and then
-- finds it gone or other than it was. Called by: billing.post_vouchers, where a document was a draft.
-- Locks: drafts by id. Answers the refusals: draft_is_posted, draft_has_changed.
create or replace function billing.lock_drafts(p_docs jsonb) returns billing.refusal[]
language plpgsql
set search_path = ''
as $$
begin
  perform d.id
  from billing.drafts as d
  where d.tenant_id = core.current_tenant() and d.id in (select (item ->> 'draftId')::uuid from jsonb_array_elements(p_docs) as item)
  order by d.id
  for update;
  return array(
    select row((item.n - 1)::int, '', array[case when v.id is not null then 'draft_is_posted' else 'draft_has_changed' end],
               jsonb_build_object('number', v.number))::billing.refusal
    from jsonb_array_elements(p_docs) with ordinality as item(body, n)
    left join billing.drafts as d on d.tenant_id = core.current_tenant() and d.id = (item.body ->> 'draftId')::uuid
    left join billing.vouchers as v on v.tenant_id = core.current_tenant() and v.id = (item.body ->> 'draftId')::uuid
    where item.body ->> 'draftId' is not null and d.body is distinct from item.body -> 'document');
end $$;
comment on function billing.lock_drafts(jsonb) is 'Locks the drafts of a batch and answers which of them can no longer be posted as read';
