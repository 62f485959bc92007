-- Phase 4 of posting, check: what is wrong with the entries of money documents, as codes of core.refusals.
create or replace function billing.check_entries(p_docs billing.resolved_document[], p_entries billing.entry_input[]) returns billing.refusal[]
language sql stable
set search_path = ''
as $$ select '{}'::billing.refusal[] $$;
comment on function billing.check_entries(billing.resolved_document[], billing.entry_input[]) is 'Faults of money documents and their entries';
