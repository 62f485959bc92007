-- Why: a file sent again with one letter changed has other bytes, and every payout in it a second time. Rows that say what
-- a row of another import said are told, never refused: two equal payouts may both be due, unless both carry a reference.
-- Called by: payout.finish_import. A window and no join: nothing is known yet of how many rows the import has, and a
-- nested loop over them would not end.
create or replace function payout.repeated_rows(p_import_id uuid) returns table (line integer)
language sql stable
set search_path = ''
as $$
  select w.line_no
  from (
    select c.line_no, c.reference, c.import_id = p_import_id as is_mine,
           bool_or(c.import_id <> p_import_id) over same as is_elsewhere,
           bool_or(c.import_id <> p_import_id and c.reference is null) over same as is_elsewhere_bare
    from payout.payout_calculation as c
    where c.tenant_id = (select core.current_tenant()) and c.month = any (array(
      select distinct m.month from payout.payout_calculation as m
      where m.tenant_id = (select core.current_tenant()) and m.import_id = p_import_id))
    window same as (partition by c.partner_id, c.month, c.category, c.reason_for_payment, c.effective_payout_base)
  ) as w
  where w.is_mine and (w.is_elsewhere_bare or w.is_elsewhere and w.reference is null)
  order by w.line_no
$$;
comment on function payout.repeated_rows(uuid) is 'Lines of an import that say what a row of another import said';
