-- Why: the same bytes sent again are the import they were. Called by: domain/payout/payouts_import.ts.
create or replace function payout.duplicate_import(p_import_id uuid) returns jsonb
language sql stable
set search_path = ''
as $$
  select payout.import_json(p_import_id) || '{"preview": false, "duplicate": true, "repeatedRows": 0, "warnings": []}'
$$;
comment on function payout.duplicate_import(uuid) is 'An import that was found again by its bytes';
