-- Why: what a spreadsheet is told of payments that failed or came back, a piece at a time; all text but the last, the line the next
-- piece begins after. what_to_do is said in the words a person acts on. Called by: domain/payout/failed_csv.ts.
create or replace function payout.failed_payments(p_file_id uuid, p_limit integer, p_after integer)
returns table (
  invoice_id text, invoice_number text, month text, destination_id text, partner_name text, account_number text, ifsc_code text, amount text,
  status text, failure_reason text, what_to_do text, utr_number text, payment_date text, bank_file_id text, attempt text, invoice_status text, line text, line_no integer)
language sql stable
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
  select r.invoice_id, r.invoice_number, r.month, r.destination_id, coalesce(r.beneficiary_name, r.partner_name), r.account, r.ifsc_code, r.amount::text, r.bucket,
    coalesce(r.remarks, case when 'RETURNED_BEFORE_SUCCESS' = any (r.warnings) then 'Returned before it was told as paid' end, ''), case r.failure_class when 'partner' then 'Change the bank details, then retry' else 'Retry as it is' end,
    r.utr_number, r.payment_date::text, r.bank_file_id, r.attempt_no::text, r.invoice_status, r.line_no::text, r.line_no
  from payout.reconciliation_rows as r
  where r.tenant_id = (select core.current_tenant()) and r.file_id = p_file_id and r.classification <> 'SETTLED'
    and r.classification = any (array(select k.classification from payout.settlement_classes as k where k.bucket in ('failed', 'returned'))) and r.line_no > p_after
  order by r.line_no
  limit p_limit
$$;
comment on function payout.failed_payments(uuid, integer, integer) is 'Failed and returned payments of a settlement file after a line, for a spreadsheet';
