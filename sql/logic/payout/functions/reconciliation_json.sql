-- Why: a settlement file as people and programs see it, without its rows: the members of the payout rules first, with their names;
-- failed = failed and returned, successfulAmount and failedAmount are the sums of the rows they count.
-- Called by: payout.reconciliations_page, domain/payout/reports.ts.
create or replace function payout.reconciliation_json(p payout.reconciliation_summary) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object(
    'reconciliationId', p.reconciliation_id, 'bankFileId', p.bank_file_id, 'month', p.month, 'processedAt', payout.utc_text(p.processed_at),
    'summary', json_build_object('totalRecords', p.total_rows, 'successful', p.settled_rows, 'failed', p.failed_rows + p.returned_rows,
      'unmatched', p.exception_rows, 'pending', p.pending_rows, 'returned', p.returned_rows, 'noEffect', p.no_effect_rows,
      'totalAmount', p.total_amount, 'successfulAmount', p.settled_amount, 'failedAmount', p.failed_amount + p.returned_amount,
      'unmatchedAmount', p.exception_amount, 'pendingAmount', p.pending_amount, 'returnedAmount', p.returned_amount, 'noEffectAmount', p.no_effect_amount),
    'downloadUrls', json_build_object('fullReport', link.href || '/report.pdf', 'failedInvoicesCsv', link.href || '/failed.csv'),
    'status', p.status, 'heldBecause', p.held_because, 'fileName', p.file_name, 'sha256', encode(p.sha256, 'hex'), 'size', p.size,
    'profile', p.profile, 'bank', p.bank, 'bankFiles', to_jsonb(p.bank_files),
    'uploadedBy', payout.person_json(p.uploaded_by), 'uploadedAt', payout.utc_text(p.uploaded_at),
    'appliedBy', payout.person_json(p.applied_by), 'appliedAt', payout.utc_text(p.applied_at),
    'exceptions', json_build_object('open', p.exceptions_open, 'resolved', p.exceptions_resolved),
    'links', json_build_object('self', link.href, 'rows', link.href || '/rows', 'failed', link.href || '/rows?bucket=failed',
      'exceptions', link.href || '/rows?bucket=exception', 'apply', case when p.status = 'previewed' then link.href || '/apply' end))
  from (select '/api/admin/reconciliation/' || p.reconciliation_id as href) as link
$$;
comment on function payout.reconciliation_json(payout.reconciliation_summary) is 'A settlement file with its figures, people and links, without its rows';
