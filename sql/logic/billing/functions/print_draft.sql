-- Why: a draft on paper is what its voucher will be, without a number. Shape: domain/print/README.md.
-- Null where there is none. Called by: billing.print_document.
create or replace function billing.print_draft(p_id uuid) returns json
language sql
set search_path = ''
as $$
  select (d.document || billing.print_facts(d.document) || '{"number": null}')::json
  from (select billing.draft_json(p_id)::jsonb as document offset 0) as d
  where d.document is not null
$$;
comment on function billing.print_draft(uuid) is 'A draft with everything its print needs';
