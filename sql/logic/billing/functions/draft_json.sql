-- Why: a draft as it would be posted now, under the law and the masters of today. Where it would be refused by now, it is
-- shown as it was saved, with what is wrong in errors. Null where there is none. Called by: billing.read_voucher, print_draft.
create or replace function billing.draft_json(p_id uuid) returns json
language sql
set search_path = ''
as $$
  select case made.outcome when 'computed' then billing.as_draft(made.answer, d)
           else (d.document::jsonb || jsonb_build_object('errors', made.answer::jsonb))::json end
  from billing.drafts as d
  cross join lateral billing.preview_vouchers(jsonb_build_array(jsonb_build_object('document', d.body, 'draftId', d.id))) as made
  where d.tenant_id = (select core.current_tenant()) and d.id = p_id
$$;
comment on function billing.draft_json(uuid) is 'A draft, computed anew';
