-- Why: the rows of a settlement file in its order, a page at a time, of a bucket or a class. Called by:
-- GET /api/admin/reconciliation/{id}/rows. An amount that could not be read is told as it came.
create or replace function payout.reconciliation_rows_page(p_file_id uuid, p_limit integer, p_bucket text default null, p_classification text default null,
  p_after bigint default null)
returns table (line_no integer, document json)
language sql stable
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
  select r.line_no, json_build_object(
    'line', r.line_no, 'bucket', r.bucket, 'classification', r.classification, 'severity', r.severity, 'means', r.means, 'whatToDo', r.what_to_do,
    'invoiceId', r.invoice_id, 'invoiceNumber', r.invoice_number, 'month', r.month, 'destinationId', r.destination_id, 'partnerName', r.partner_name,
    'invoiceStatus', r.invoice_status, 'bankFileId', r.bank_file_id, 'attempt', r.attempt_no, 'account', r.account, 'ifscCode', r.ifsc_code,
    'utrNumber', r.utr_number, 'amount', coalesce(to_json(r.amount), to_json(r.raw_amount)), 'expectedAmount', r.expected_amount,
    'difference', case when r.bucket = 'exception' then r.difference end, 'paymentDate', coalesce(r.payment_date::text, r.raw_date),
    'status', coalesce(r.bank_status, r.raw_status), 'remarks', r.remarks, 'failureClass', r.failure_class, 'warnings', coalesce(to_json(r.warnings), '[]'),
    'exception', case when r.exception_id is not null then json_build_object('id', r.exception_id, 'status', r.exception_status, 'resolution', r.resolution,
      'reason', r.resolution_reason, 'resolvedBy', payout.person_json(r.resolved_by), 'resolvedAt', payout.utc_text(r.resolved_at)) end)
  from payout.reconciliation_rows as r
  where r.tenant_id = (select core.current_tenant()) and r.file_id = p_file_id
    -- few are not settled, and an index of their own leads to them
    and (p_bucket is null or r.classification = any (array(select k.classification from payout.settlement_classes as k where k.bucket = p_bucket)))
    and (coalesce(p_bucket, 'settled') = 'settled' and coalesce(p_classification, 'SETTLED') = 'SETTLED' or r.classification <> 'SETTLED')
    and (p_classification is null or r.classification = p_classification) and (p_after is null or r.line_no > p_after)
  order by r.line_no
  limit p_limit
$$;
comment on function payout.reconciliation_rows_page(uuid, integer, text, text, bigint) is 'Rows of a settlement file, after a given line';
