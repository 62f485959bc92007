-- Why: an import as people see it. Called by: the list of imports, payout.finish_import, a file that was sent again. Tells
-- 200 refusals at most; all that are kept are the row's.
create or replace function payout.import_json(p_id uuid) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object(
    'importId', i.id, 'fileName', i.file_name, 'sha256', encode(i.sha256, 'hex'), 'totalRows', i.total_rows,
    'importedRows', i.imported_rows, 'refusedRows', i.refused_rows, 'totalAmount', i.total_amount,
    'months', coalesce((
      select jsonb_agg(jsonb_build_object('month', m.month, 'rows', m.rows, 'partners', m.partners, 'amount', m.amount) order by m.month)
      from (
        select c.month, count(*) as rows, count(distinct c.partner_id) as partners, sum(c.effective_payout_base) as amount
        from payout.payout_calculation as c where c.tenant_id = i.tenant_id and c.import_id = i.id group by c.month) as m), '[]'),
    'refusals', jsonb_path_query_array(i.refusals, '$[0 to 199]'), 'importedBy', payout.person_json(i.imported_by), 'importedAt', i.imported_at)
  from payout.payout_imports as i
  where i.tenant_id = (select core.current_tenant()) and i.id = p_id
$$;
comment on function payout.import_json(uuid) is 'A file of payouts that was taken, with its sums a month';
