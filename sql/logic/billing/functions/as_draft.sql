-- Why: a draft is shown as posting would make it, and says that it is none yet: no number, nothing due at the portal, who
-- saved it and when. Called by: billing.put_draft, billing.draft_json.
create or replace function billing.as_draft(p_computed text, p_draft billing.drafts) returns json
language sql stable
set search_path = ''
as $$
  select (p_computed::jsonb || jsonb_build_object(
    'status', 'draft', 'createdBy', p_draft.created_by, 'createdAt', p_draft.created_at, 'updatedAt', p_draft.updated_at,
    'eInvoice', p_computed::jsonb -> 'eInvoice' || '{"status": "not_required"}'))::json
$$;
comment on function billing.as_draft(text, billing.drafts) is 'A computed document as the JSON of a draft';
