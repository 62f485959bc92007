-- Why: the lines of a bank file, a page at a time, with what the bank said of each; accounts masked.
-- Called by: GET /api/admin/bank-files/:id.
create or replace function payout.bank_file_items(p_bank_file_id uuid, p_limit integer, p_after integer default 0)
returns table (line_no integer, document json)
language sql stable
set search_path = ''
as $$
  select t.line_no, json_build_object(
    'lineNo', t.line_no, 'invoiceId', i.invoice_id, 'invoiceNumber', i.invoice_number, 'destinationId', i.destination_id,
    'partnerName', i.partner_name, 'beneficiaryName', t.beneficiary_name, 'accountNumber', payout.masked_account(a.account_last4),
    'ifscCode', a.ifsc_code, 'amount', t.amount, 'paymentRef', t.payment_ref, 'attempt', t.attempt_no, 'status', t.status,
    'settledAmount', t.settled_amount, 'utrNumber', t.utr_number, 'paymentDate', t.payment_date, 'remarks', t.remarks,
    'state', (
      select a.state from payout.payment_attempts as a
      where a.tenant_id = t.tenant_id and a.item_id = t.id and a.bank_file_status in ('sent_to_bank', 'part_reconciled', 'reconciled')))
  from payout.payout_items as t
  join payout.invoices as i on i.tenant_id = t.tenant_id and i.id = t.invoice_id
  join payout.bank_accounts as a on a.tenant_id = t.tenant_id and a.id = t.bank_account_id
  where t.tenant_id = (select core.current_tenant()) and t.bank_file_id = p_bank_file_id and t.line_no > p_after
  order by t.line_no
  limit p_limit
$$;
comment on function payout.bank_file_items(uuid, integer, integer) is 'Lines of a bank file after a given one, accounts masked';
