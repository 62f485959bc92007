-- Why: the report on a settlement file, with the control equations as they held when it was applied (or previewed). Called by:
-- GET /api/admin/reconciliation/{id}. Refuses: reconciliation_unknown.
create or replace function payout.read_reconciliation(p_reconciliation_id text) returns json
language plpgsql stable
set search_path = ''
as $$
declare -- looked for first: a company without any such file would never come to ask
  v_file uuid := (select f.file_id from payout.find_reconciliation(p_reconciliation_id) as f);
begin
  return (
    select left(payout.reconciliation_json(s)::text, -1) || ', "control" : ' || json_build_object('rows', s.totals -> 'rows', 'amounts', s.totals -> 'amounts',
      'classes', s.totals -> 'classes', 'exported', s.totals -> 'exported', 'controlTotal', s.totals -> 'controlTotal', 'bankFiles', to_jsonb(s.bank_files)) || '}'
    from payout.reconciliation_summary as s
    where s.tenant_id = (select core.current_tenant()) and s.file_id = v_file);
end $$;
comment on function payout.read_reconciliation(text) is 'A settlement file as GET /api/admin/reconciliation/{id} answers it';
