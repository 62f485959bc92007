-- Every attempt to pay an invoice: in which bank file, to which account (last four digits), what the bank said, under which
-- references, whether it came back, and where it stands. Money in rupees.
--   select invoice_id, attempt_no, bank_file_id, amount, state, settled_amount, utrs, return_utr, return_date, remarks
--   from payout.payment_attempts where invoice_no = 12346 order by attempt_no;
create or replace view payout.payment_attempts with (security_invoker = true) as
select t.tenant_id, i.invoice_id, i.public_no as invoice_no, i.invoice_number, i.month, i.destination_id, i.partner_name, i.status as invoice_status, t.attempt_no, l.bank_file_id,
  t.line_no, l.status as bank_file_status, l.sent_to_bank_at, t.payment_ref, t.beneficiary_name, payout.masked_account(a.account_last4) as account,
  a.ifsc_code, t.amount, t.settled_amount, t.amount - t.settled_amount as not_settled_amount, t.status, state.state, t.utr_number,
  array(select u.utr from payout.utr_registry as u where u.tenant_id = t.tenant_id and u.item_id = t.id order by u.file_id, u.line_no) as utrs,
  t.payment_date, t.return_utr, t.return_date, t.remarks,
  array(select distinct f.reconciliation_id from payout.settlement_rows as r join payout.settlement_files as f on f.tenant_id = r.tenant_id and f.id = r.file_id
    where r.tenant_id = t.tenant_id and r.item_id = t.id and f.status = 'applied' order by f.reconciliation_id) as told_in,
  t.id as item_id, t.invoice_id as invoice_row_id, t.bank_file_id as bank_file_row_id, t.updated_at
from payout.payout_items as t
join payout.invoices as i on i.tenant_id = t.tenant_id and i.id = t.invoice_id
join payout.bank_file_log as l on l.tenant_id = t.tenant_id and l.id = t.bank_file_id
join payout.bank_accounts as a on a.tenant_id = t.tenant_id and a.id = t.bank_account_id
cross join lateral (
  select case t.status when 'SUCCESS' then 'settled' when 'FAILED' then 'failed' when 'RETURNED' then 'returned' when 'CANCELLED' then 'cancelled' else case
    when exists (select from payout.settlement_exceptions as e where e.tenant_id = t.tenant_id and e.item_id = t.id and e.status <> 'RESOLVED') then 'in_exception'
    when t.settled_amount > 0 then 'part_paid'
    when t.status = 'PENDING' then 'pending'
    else 'not_reported' end end as state) as state;
comment on view payout.payment_attempts is 'Attempts to pay an invoice with their bank file, references, return and standing';
comment on column payout.payment_attempts.state is 'settled, failed, returned, cancelled; of what is open: in_exception (a person must decide), part_paid, pending (the bank has not decided), not_reported';
comment on column payout.payment_attempts.utrs is 'References that stood for it, in the order they came; of a rejected attempt the bank''s own is utr_number';
comment on column payout.payment_attempts.told_in is 'Applied settlement files with a row about it';
comment on column payout.payment_attempts.account is 'Masked: six X and the last four digits';
