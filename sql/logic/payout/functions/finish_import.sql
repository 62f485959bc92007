-- Why: what a file came to, once all its batches are taken; the answer of the import, and of its preview, which is undone
-- afterwards. Called by: domain/payout/payouts_import.ts.
create or replace function payout.finish_import(p_import_id uuid, p_refused_rows integer, p_refusals jsonb, p_preview boolean) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_repeated integer[];
begin
  update payout.payout_imports as i
  set imported_rows = s.rows, total_rows = s.rows + p_refused_rows, refused_rows = p_refused_rows, total_amount = s.amount, refusals = p_refusals
  from (
    select count(*) as rows, coalesce(sum(c.effective_payout_base), 0) as amount
    from payout.payout_calculation as c where c.tenant_id = v_tenant and c.import_id = p_import_id) as s
  where i.tenant_id = v_tenant and i.id = p_import_id;
  select coalesce(array_agg(r.line order by r.line), '{}') into v_repeated from payout.repeated_rows(p_import_id) as r;
  return payout.import_json(p_import_id) || jsonb_build_object(
    'importId', case when not p_preview then p_import_id end, 'preview', p_preview, 'duplicate', false,
    'repeatedRows', cardinality(v_repeated),
    'warnings', coalesce((
      select jsonb_agg(jsonb_build_object('line', w.line, 'pointer', '/rows/' || w.line, 'code', 'payout_imported_before',
                                          'message', 'an earlier import has the same payout') order by w.line)
      from unnest(v_repeated[1:200]) as w(line)), '[]'));
end $$;
comment on function payout.finish_import(uuid, integer, jsonb, boolean) is 'Sets the sums of an import and answers it with its warnings';
