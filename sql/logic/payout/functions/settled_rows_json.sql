-- Why: the lists of the answer to a settlement file, each of at most 200 rows. Called by: payout.settlement_answer.
create or replace function payout.settled_rows_json(p_file_id uuid, p_buckets text[]) returns json
language sql stable
set search_path = ''
as $$
  select coalesce(json_agg(row.entry order by row.line_no), '[]')
  from (
    select r.line_no, json_strip_nulls(json_build_object(
      'invoiceId', coalesce(i.invoice_id, r.raw_invoice_id), 'invoiceNumber', i.invoice_number, 'destinationId', i.destination_id,
      'utrNumber', coalesce(r.utr, r.raw_utr), 'amount', coalesce(to_json(r.amount), to_json(r.raw_amount)), 'paymentDate', coalesce(r.payment_date::text, r.raw_date),
      'status', case k.bucket when 'settled' then 'paid' when 'exception' then null else k.bucket end,
      'failureReason', case when k.bucket in ('failed', 'returned') then coalesce(r.remarks, '') end,
      'line', r.line_no, 'classification', r.classification, 'severity', nullif(k.severity, 'none'),
      'reason', case k.bucket when 'exception' then k.means end, 'whatToDo', case k.bucket when 'exception' then k.what_to_do end,
      'expectedAmount', case k.bucket when 'exception' then r.expected_amount end,
      'difference', case when r.classification = 'AMOUNT_MISMATCH' then r.amount - r.expected_amount end,
      'warnings', to_json(r.warnings))) as entry
    from payout.settlement_rows as r
    join payout.settlement_classes as k on k.classification = r.classification
    left join payout.invoices as i on i.tenant_id = r.tenant_id and i.id = r.invoice_id
    where r.tenant_id = (select core.current_tenant()) and r.file_id = p_file_id and r.classification in (
      select c.classification from payout.settlement_classes as c where c.bucket = any (p_buckets))
    order by r.line_no limit 200) as row
$$;
comment on function payout.settled_rows_json(uuid, text[]) is 'The first 200 rows of a settlement file in these buckets, as the API answers them';
