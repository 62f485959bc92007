-- Why: a file sent again with one letter changed has other bytes, and every payout in it a second time. Rows that say what
-- a row of another import said are told, never refused: two equal payouts may both be due, unless both carry a reference.
-- Called by: payout.finish_import.
create or replace function payout.repeated_rows(p_import_id uuid) returns table (line integer)
language sql stable
set search_path = ''
as $$
  select c.line_no
  from payout.payout_calculation as c
  where c.tenant_id = (select core.current_tenant()) and c.import_id = p_import_id and exists (
    select 1 from payout.payout_calculation as o
    where o.tenant_id = c.tenant_id and o.partner_id = c.partner_id and o.month = c.month and o.import_id <> c.import_id
      and o.category = c.category and o.reason_for_payment = c.reason_for_payment and o.effective_payout_base = c.effective_payout_base
      and (o.reference is null or c.reference is null))
  order by c.line_no
$$;
comment on function payout.repeated_rows(uuid) is 'Lines of an import that say what a row of another import said';
