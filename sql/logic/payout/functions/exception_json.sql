-- Why: what a person must know to decide on a row of a settlement file: what the bank said, what it was taken for and why, how the
-- attempt stands, and what may be decided. Called by: payout.exceptions_page, payout.read_exception.
create or replace function payout.exception_json(p payout.settlement_exceptions) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object(
    'exceptionId', p.id, 'reconciliationId', f.reconciliation_id, 'fileName', f.file_name, 'line', p.line_no, 'status', p.status,
    'classification', p.classification, 'severity', k.severity, 'reason', k.means, 'whatToDo', k.what_to_do,
    'allowed', case
      when p.status <> 'RESOLVED' then to_json(k.resolutions)
      when p.resolution = 'allocate' and t.status in ('EXPORTED', 'PENDING') and t.amount - t.settled_amount <= s.write_off_limit then '["write_off"]'
      else '[]' end,
    'invoiceId', coalesce(i.invoice_id, r.raw_invoice_id), 'invoiceNumber', i.invoice_number, 'invoiceStatus', i.status,
    'destinationId', i.destination_id, 'partnerName', i.partner_name, 'bankFileId', l.bank_file_id, 'attempt', t.attempt_no, 'attemptStatus', t.status,
    'utrNumber', coalesce(r.utr, r.raw_utr), 'amount', coalesce(to_json(r.amount), to_json(r.raw_amount)), 'paymentDate', coalesce(r.payment_date::text, r.raw_date),
    'bankStatus', coalesce(r.status, r.raw_status), 'remarks', r.remarks, 'warnings', coalesce(to_json(r.warnings), '[]'),
    'expectedAmount', r.expected_amount, 'difference', r.amount - r.expected_amount,
    'attemptAmount', t.amount, 'outstandingAmount', case when t.status in ('EXPORTED', 'PENDING', 'ON_HOLD') then t.amount - t.settled_amount end,
    'standsFor', (
      select o.invoice_id from payout.utr_registry as u
      join payout.payout_items as n on n.tenant_id = u.tenant_id and n.id = u.item_id
      join payout.invoices as o on o.tenant_id = u.tenant_id and o.id = n.invoice_id
      where u.tenant_id = p.tenant_id and u.utr = r.utr and u.released_at is null and u.item_id is distinct from p.item_id limit 1),
    'uploadedBy', payout.person_json(f.uploaded_by), 'needsSecondPerson', s.second_person and f.uploaded_by is not distinct from core.current_user_id(),
    'assignedTo', payout.person_json(p.assigned_to), 'resolution', p.resolution, 'resolutionReason', p.reason,
    'resolvedBy', payout.person_json(p.resolved_by), 'resolvedAt', payout.utc_text(p.resolved_at), 'createdAt', payout.utc_text(p.created_at))
  from payout.settlement_rows as r
  join payout.settlement_files as f on f.tenant_id = r.tenant_id and f.id = r.file_id
  join payout.settlement_classes as k on k.classification = p.classification
  join payout.settings as s on s.tenant_id = r.tenant_id
  left join payout.payout_items as t on t.tenant_id = r.tenant_id and t.id = p.item_id
  left join payout.bank_file_log as l on l.tenant_id = r.tenant_id and l.id = t.bank_file_id
  left join payout.invoices as i on i.tenant_id = r.tenant_id and i.id = coalesce(t.invoice_id, r.invoice_id)
  where r.tenant_id = p.tenant_id and r.file_id = p.file_id and r.line_no = p.line_no
$$;
comment on function payout.exception_json(payout.settlement_exceptions) is 'A row of a settlement file that a person decides on, as the API answers it';
