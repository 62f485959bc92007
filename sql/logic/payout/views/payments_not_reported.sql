-- Payments the bank was asked for and has said nothing of that stands: neither paid nor failed until it does. A preview says nothing;
-- what a person must decide is no part of it, and is again once it was decided without effect.
--   select * from payout.payments_not_reported where days_since >= 2 order by days_since desc, bank_file_id, line_no;
create or replace view payout.payments_not_reported with (security_invoker = true) as
select t.tenant_id, t.bank_file_id, t.line_no, t.invoice_id, t.invoice_number, t.destination_id, t.beneficiary_name, t.payment_ref,
  t.amount, t.sent_to_bank_at, (core.today() - (t.sent_to_bank_at at time zone 'Asia/Kolkata')::date) as days_since,
  payout.working_days_since((t.sent_to_bank_at at time zone 'Asia/Kolkata')::date) as working_days_since
from payout.payment_attempts as t
where t.bank_file_status in ('sent_to_bank', 'part_reconciled') and t.state = 'not_reported';
comment on view payout.payments_not_reported is 'Lines of sent bank files that no settlement file has told of; never assumed paid or failed';
