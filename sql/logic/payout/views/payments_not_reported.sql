-- Payments the bank was asked for and has said nothing of: neither paid nor failed until it does.
create or replace view payout.payments_not_reported with (security_invoker = true) as
select t.tenant_id, f.bank_file_id, t.line_no, i.invoice_id, i.invoice_number, i.destination_id, t.beneficiary_name, t.payment_ref,
  t.amount, f.sent_to_bank_at, (core.today() - (f.sent_to_bank_at at time zone 'Asia/Kolkata')::date) as days_since
from payout.payout_items as t
join payout.bank_file_log as f on f.tenant_id = t.tenant_id and f.id = t.bank_file_id
join payout.invoices as i on i.tenant_id = t.tenant_id and i.id = t.invoice_id
where f.status in ('sent_to_bank', 'part_reconciled') and t.status = 'EXPORTED'
  and not exists (select from payout.settlement_rows as r where r.tenant_id = t.tenant_id and r.item_id = t.id);
comment on view payout.payments_not_reported is 'Lines of sent bank files that no settlement file has told of; never assumed paid or failed';
