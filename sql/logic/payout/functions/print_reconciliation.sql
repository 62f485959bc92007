-- Why: what the report on a settlement file says on paper: figures and control equations as they held when it was applied (or
-- previewed), and of each list the first p_most rows. Called by: domain/payout/reports.ts. Everything is text or a figure as stored.
create or replace function payout.print_reconciliation(p_file_id uuid, p_most integer) returns json
language sql stable
set search_path = ''
as $$
  with file as (
    select s.*, s.totals -> 'rows' as rows, s.totals -> 'amounts' as amounts, s.totals -> 'exported' as exported
    from payout.reconciliation_summary as s where s.tenant_id = (select core.current_tenant()) and s.file_id = p_file_id
  ), names (key, name, turn) as (
    values ('settled', 'Paid', 1), ('failed', 'Failed', 2), ('returned', 'Returned', 3), ('pending', 'Pending', 4), ('noEffect', 'Without effect', 5),
      ('exceptions', 'To be decided', 6), ('inException', 'To be decided', 6), ('notReported', 'Not reported', 7), ('partPaidOutstanding', 'Rest of part payments', 8),
      ('writtenOff', 'Written off', 9), ('cancelled', 'Cancelled', 10)
  ), equations (turn, title, is_money, total, parts) as (
    select q.turn, q.title, q.is_money, q.held ->> q.of, (
      select json_agg(json_build_object('name', n.name, 'value', e.value) order by n.turn) from jsonb_each(q.held - q.of) as e join names as n on n.key = e.key
      where n.turn < 8 or e.value::numeric <> 0)
    from file as f cross join lateral (values (1, 'Rows of the file', false, f.rows, 'total'), (2, 'Rupees of the file', true, f.amounts, 'total'),
      (3, 'Rupees sent to the bank', true, f.exported, 'exported')) as q (turn, title, is_money, held, of)
  )
  select json_build_object(
    'title', 'Payment reconciliation', 'number', f.reconciliation_id, 'date', (f.processed_at at time zone 'Asia/Kolkata')::date,
    'status', case f.status when 'applied' then 'posted' else 'draft' end, 'state', f.status,
    'statement', case f.status when 'previewed' then 'Previewed: nothing of it has been applied.' when 'held' then 'Held, nothing of it was applied: ' || f.held_because || '.' end,
    'company', coalesce((select billing.print_company(g.gstin) - 'bank' from core.company_gstins as g where g.tenant_id = f.tenant_id and g.is_default),
      (select jsonb_build_object('legalName', t.name) from core.tenants as t where t.id = f.tenant_id)),
    'fileName', f.file_name, 'sha256', encode(f.sha256, 'hex'), 'profile', f.profile, 'bank', f.bank, 'controlTotal', f.totals -> 'controlTotal',
    'period', to_char(to_date(f.month, 'YYYY-MM'), 'FMMonth YYYY'),
    'uploadedBy', f.uploaded_by_name, 'uploadedAt', to_char(f.uploaded_at at time zone 'Asia/Kolkata', 'YYYY-MM-DD HH24:MI'),
    'appliedBy', f.applied_by_name, 'appliedAt', to_char(f.applied_at at time zone 'Asia/Kolkata', 'YYYY-MM-DD HH24:MI'),
    'bankFiles', (
      select coalesce(json_agg(json_build_object('bankFileId', l.bank_file_id, 'fileName', l.file_name, 'invoices', l.total_invoices, 'amount', l.total_amount) order by l.public_no), '[]')
      from payout.bank_file_log as l where l.tenant_id = f.tenant_id and l.public_no = any (array(select substr(b, 4)::bigint from unnest(f.bank_files) as b))),
    'summary', json_build_object('paidRows', f.settled_rows, 'paidAmount', f.settled_amount, 'failedRows', f.failed_rows + f.returned_rows,
      'failedAmount', f.failed_amount + f.returned_amount, 'pendingRows', f.pending_rows, 'pendingAmount', f.pending_amount,
      'exceptionRows', f.exception_rows, 'exceptionAmount', f.exception_amount),
    'classes', (
      select coalesce(json_agg(json_build_object('bucket', n.name, 'classification', k.classification, 'means', k.means, 'rows', c.value -> 'rows', 'amount', c.value -> 'amount')
        order by n.turn, k.severity = 'critical' desc, k.classification), '[]')
      from jsonb_each(f.totals -> 'classes') as c
      join payout.settlement_classes as k on k.classification = c.key
      join names as n on n.key = case k.bucket when 'no_effect' then 'noEffect' when 'exception' then 'exceptions' else k.bucket end),
    'totalRows', f.total_rows, 'totalAmount', f.total_amount,
    'equations', (select json_agg(json_build_object('title', e.title, 'isMoney', e.is_money, 'total', e.total::numeric, 'parts', e.parts,
      'difference', e.total::numeric - (select sum((p ->> 'value')::numeric) from json_array_elements(e.parts) as p)) order by e.turn) from equations as e),
    'failed', payout.print_reconciliation_rows(f.file_id, array['failed', 'returned'], p_most),
    'exceptions', payout.print_reconciliation_rows(f.file_id, array['exception'], p_most),
    'pending', payout.print_reconciliation_rows(f.file_id, array['pending'], p_most),
    'notReported', payout.print_not_reported(f.file_id, p_most))
  from file as f
$$;
comment on function payout.print_reconciliation(uuid, integer) is 'What the paper of a reconciliation says: domain/print/reconciliation.typ';
