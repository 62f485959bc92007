-- One row a bank file: what became of every rupee of it, as it stands now. difference must be 0.
--   select bank_file_id, exported, settled, failed, returned, in_exception, not_reported, difference
--   from payout.bank_file_standing where status in ('sent_to_bank', 'part_reconciled') order by bank_file_no;
create or replace view payout.bank_file_standing with (security_invoker = true) as
select l.tenant_id, l.bank_file_id, l.public_no as bank_file_no, l.file_name, l.month, l.status, l.sent_to_bank_at, l.total_invoices, l.total_amount as exported,
  s.settled, s.failed, s.pending, s.returned, s.in_exception, s.not_reported, s.part_paid_outstanding, s.written_off, s.cancelled,
  l.total_amount - s.settled - s.failed - s.pending - s.returned - s.in_exception - s.not_reported - s.part_paid_outstanding - s.written_off - s.cancelled as difference,
  s.paid_invoices, s.failed_invoices, s.returned_invoices, s.open_invoices, l.total_invoices - s.invoices as invoices_difference
from payout.bank_file_log as l
cross join lateral (
  select count(*) as invoices, coalesce(sum(t.settled_amount), 0.00) as settled,
    coalesce(sum(t.not_settled_amount) filter (where t.state = 'failed'), 0.00) as failed,
    coalesce(sum(t.not_settled_amount) filter (where t.state = 'pending'), 0.00) as pending,
    coalesce(sum(t.not_settled_amount) filter (where t.state = 'returned'), 0.00) as returned,
    coalesce(sum(t.not_settled_amount) filter (where t.state = 'in_exception'), 0.00) as in_exception,
    coalesce(sum(t.not_settled_amount) filter (where t.state = 'not_reported'), 0.00) as not_reported,
    coalesce(sum(t.not_settled_amount) filter (where t.state = 'part_paid'), 0.00) as part_paid_outstanding,
    coalesce(sum(t.not_settled_amount) filter (where t.state = 'settled'), 0.00) as written_off,
    coalesce(sum(t.not_settled_amount) filter (where t.state = 'cancelled'), 0.00) as cancelled,
    count(*) filter (where t.state = 'settled') as paid_invoices, count(*) filter (where t.state = 'failed') as failed_invoices,
    count(*) filter (where t.state = 'returned') as returned_invoices,
    count(*) filter (where t.state in ('in_exception', 'part_paid', 'pending', 'not_reported')) as open_invoices
  from payout.payment_attempts as t
  where t.tenant_id = l.tenant_id and t.bank_file_row_id = l.id) as s;
comment on view payout.bank_file_standing is 'Bank files, one a row: what was paid of each, what was not and why; differences must be 0';
comment on column payout.bank_file_standing.written_off is 'Of payments taken as paid in full: what was not paid';
