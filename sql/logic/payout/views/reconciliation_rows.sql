-- What banks said, row by row: what each row was taken for, what that means, what was decided. Money in rupees; bank accounts by
-- their last four digits. A preview's rows stand here too: file_status tells.
--   select line_no, classification, means, invoice_id, partner_name, amount, expected_amount, remarks, exception_status
--   from payout.reconciliation_rows where reconciliation_id = 'rec_456' and bucket = 'exception' order by line_no;
create or replace view payout.reconciliation_rows with (security_invoker = true) as
select r.tenant_id, f.reconciliation_id, f.public_no as reconciliation_no, r.file_id, f.status as file_status, r.line_no, k.bucket,
  r.classification, k.severity, k.means, k.what_to_do, coalesce(i.invoice_id, nullif(btrim(r.raw_invoice_id), '')) as invoice_id, i.invoice_number,
  i.month, i.destination_id, i.partner_name, i.status as invoice_status, l.bank_file_id, t.attempt_no, t.payment_ref, t.beneficiary_name,
  payout.masked_account(a.account_last4) as account, a.ifsc_code, coalesce(r.utr, nullif(btrim(r.raw_utr), '')) as utr_number, r.amount, r.raw_amount,
  r.expected_amount, r.amount - r.expected_amount as difference, r.payment_date, r.raw_date, r.status as bank_status, r.raw_status,
  r.remarks, w.code as failure_code, w.failure_class, r.warnings, e.id as exception_id, e.status as exception_status, e.resolution, e.reason as resolution_reason,
  e.resolved_by, e.resolved_at
from payout.settlement_rows as r
join payout.settlement_files as f on f.tenant_id = r.tenant_id and f.id = r.file_id
join payout.settlement_classes as k on k.classification = r.classification
left join payout.invoices as i on i.tenant_id = r.tenant_id and i.id = r.invoice_id
left join payout.payout_items as t on t.tenant_id = r.tenant_id and t.id = r.item_id
left join payout.bank_file_log as l on l.tenant_id = t.tenant_id and l.id = t.bank_file_id
left join payout.bank_accounts as a on a.tenant_id = t.tenant_id and a.id = t.bank_account_id
left join payout.settlement_exceptions as e on e.tenant_id = r.tenant_id and e.file_id = r.file_id and e.line_no = r.line_no
left join lateral (
  select c.code, c.failure_class from payout.failure_classes as c
  where k.bucket in ('failed', 'returned') and coalesce(r.remarks, '') ~* c.pattern order by c.priority limit 1) as w on true;
comment on view payout.reconciliation_rows is 'Rows of settlement files with the meaning of their class, their invoice, attempt and exception';
comment on column payout.reconciliation_rows.bucket is 'Where the row is counted: settled, failed, pending, returned, no_effect, exception';
comment on column payout.reconciliation_rows.difference is 'Rupees: what the bank said less what was expected; minus is short';
comment on column payout.reconciliation_rows.failure_class is 'partner: the details must be changed before another attempt; payer: it may be tried as it is; null where nothing failed';
comment on column payout.reconciliation_rows.account is 'Masked: six X and the last four digits';
