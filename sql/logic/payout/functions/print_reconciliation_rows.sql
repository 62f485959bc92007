-- Why: a list of the printed report: how many rows there are and what they come to, and the first of them. Called by:
-- payout.print_reconciliation.
create or replace function payout.print_reconciliation_rows(p_file_id uuid, p_buckets text[], p_most integer) returns json
language sql stable
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
  with listed as materialized (
    select r.line_no, r.amount from payout.settlement_rows as r
    where r.tenant_id = (select core.current_tenant()) and r.file_id = p_file_id and r.classification in (
      select k.classification from payout.settlement_classes as k where k.bucket = any (p_buckets))
  )
  select json_build_object('count', count(*), 'amount', coalesce(sum(l.amount), 0.00), 'rows', (
    select coalesce(json_agg(json_build_object(
      'line', r.line_no, 'bucket', r.bucket, 'classification', r.classification, 'severity', r.severity, 'means', r.means, 'invoiceId', r.invoice_id,
      'invoiceNumber', r.invoice_number, 'partner', coalesce(r.beneficiary_name, r.partner_name), 'account', r.account, 'ifsc', r.ifsc_code,
      'utr', r.utr_number, 'date', coalesce(r.payment_date::text, r.raw_date), 'status', coalesce(r.bank_status, r.raw_status), 'remarks', r.remarks,
      'amount', r.amount, 'rawAmount', r.raw_amount, 'expected', r.expected_amount, 'difference', r.difference,
      'toDo', case r.failure_class when 'partner' then 'Change the bank details, then retry' when 'payer' then 'Retry as it is' else r.what_to_do end,
      'decision', case when r.exception_status = 'RESOLVED' then concat_ws(': ', case r.resolution when 'allocate' then 'Allocated' when 'link_to_invoice' then 'Linked to an invoice'
        when 'accept_status' then 'Accepted' when 'write_off' then 'Rest written off' else 'Ignored' end, r.resolution_reason)
        when r.exception_status = 'ASSIGNED' then 'Raised with the bank' when r.exception_id is not null then 'Open' end) order by r.line_no), '[]')
    from payout.reconciliation_rows as r
    where r.tenant_id = (select core.current_tenant()) and r.file_id = p_file_id
      and r.line_no = any (array(select f.line_no from listed as f order by f.line_no limit p_most))))
  from listed as l
$$;
comment on function payout.print_reconciliation_rows(uuid, text[], integer) is 'Rows of some buckets of a settlement file: count, rupees, and the first of them, for paper';
