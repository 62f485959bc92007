-- Why: the answer of the payout rules to a settlement file, with what they leave out: what has no effect, the control totals, what
-- waits. Lists hold the first 200 rows each; all are under rows. Called by: domain/payout/reconcile.ts. successful = settled,
-- failed = failed and returned, unmatched = what a person must decide.
create or replace function payout.settlement_answer(p_file_id uuid, p_duplicate boolean) returns json
language sql stable
set search_path = ''
as $$
  with file as (
    select f.*, f.totals -> 'rows' as rows, f.totals -> 'amounts' as amounts,
      coalesce((select l.bank_file_id from payout.bank_file_log as l where l.tenant_id = f.tenant_id and l.id = f.bank_file_id),
        case when jsonb_array_length(nullif(f.totals -> 'bankFiles', 'null')) = 1 then f.totals #>> '{bankFiles,0}' end) as bank_file
    from payout.settlement_files as f where f.tenant_id = (select core.current_tenant()) and f.id = p_file_id
  )
  select json_build_object(
    'reconciliationId', f.reconciliation_id, 'bankFileId', f.bank_file, 'month', coalesce(f.month, (
      select l.month from payout.bank_file_log as l where l.tenant_id = f.tenant_id and l.bank_file_id = f.bank_file)),
    'processedAt', payout.utc_text(coalesce(f.applied_at, f.uploaded_at)),
    'status', f.status, 'duplicate', p_duplicate, 'heldBecause', f.held_because, 'fileName', f.file_name, 'profile', f.profile,
    'summary', json_build_object(
      'totalRecords', f.rows -> 'total', 'successful', f.rows -> 'settled', 'failed', (f.rows ->> 'failed')::int + (f.rows ->> 'returned')::int,
      'unmatched', f.rows -> 'exceptions', 'successfulAmount', f.amounts -> 'settled',
      'failedAmount', (f.amounts ->> 'failed')::numeric + (f.amounts ->> 'returned')::numeric, 'unmatchedAmount', f.amounts -> 'exceptions',
      'totalAmount', f.amounts -> 'total', 'pending', f.rows -> 'pending', 'pendingAmount', f.amounts -> 'pending', 'returned', f.rows -> 'returned',
      'returnedAmount', f.amounts -> 'returned', 'noEffect', f.rows -> 'noEffect', 'noEffectAmount', f.amounts -> 'noEffect',
      'successfulAmountPaise', ((f.amounts ->> 'settled')::numeric * 100)::numeric(30, 0)::text,
      'failedAmountPaise', (((f.amounts ->> 'failed')::numeric + (f.amounts ->> 'returned')::numeric) * 100)::numeric(30, 0)::text,
      'unmatchedAmountPaise', ((f.amounts ->> 'exceptions')::numeric * 100)::numeric(30, 0)::text),
    'successfulPayments', case when f.rows ->> 'settled' <> '0' then payout.settled_rows_json(f.id, array['settled']) else '[]' end,
    'failedPayments', case when f.rows ->> 'failed' <> '0' or f.rows ->> 'returned' <> '0' then payout.settled_rows_json(f.id, array['failed', 'returned']) else '[]' end,
    'unmatchedRecords', case when f.rows ->> 'exceptions' <> '0' then payout.settled_rows_json(f.id, array['exception']) else '[]' end,
    'pendingPayments', case when f.rows ->> 'pending' <> '0' then payout.settled_rows_json(f.id, array['pending']) else '[]' end,
    'control', json_build_object('rows', f.rows, 'amounts', f.amounts, 'classes', f.totals -> 'classes', 'exported', f.totals -> 'exported',
      'controlTotal', f.totals -> 'controlTotal', 'bankFiles', f.totals -> 'bankFiles'),
    'href', '/api/admin/reconciliation/' || f.reconciliation_id)
  from file as f
$$;
comment on function payout.settlement_answer(uuid, boolean) is 'A settlement file as the API answers its upload';
