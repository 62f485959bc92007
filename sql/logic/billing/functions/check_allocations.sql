-- Phase 4 of posting, check: what is wrong with settlements and advances used, as codes of core.refusals.
create or replace function billing.check_allocations(
  p_docs billing.resolved_document[], p_lines billing.voucher_line[], p_links billing.voucher_link[]) returns billing.refusal[]
language sql stable
set search_path = ''
as $$ select '{}'::billing.refusal[] $$;
comment on function billing.check_allocations(billing.resolved_document[], billing.voucher_line[], billing.voucher_link[]) is 'Faults of settlements and of advances used';
