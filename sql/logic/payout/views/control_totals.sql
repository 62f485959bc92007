-- The control equations of settlement files, added up anew from the rows: what was read is what the rows were taken for, in rows and in
-- rupees; and of the bank files it is about (which other settlement files may be about too) every rupee that was sent, as it stands now.
-- rows_difference, amount_difference and exported_difference must be 0.
--   select * from payout.control_totals where rows_difference <> 0 or amount_difference <> 0 or exported_difference <> 0;
create or replace view payout.control_totals with (security_invoker = true) as
select f.tenant_id, f.reconciliation_id, f.reconciliation_no, f.status, f.file_name, f.processed_at,
  f.total_rows as rows_total, r.settled_rows, r.failed_rows, r.pending_rows, r.returned_rows, r.no_effect_rows, r.exception_rows,
  f.total_rows - r.settled_rows - r.failed_rows - r.pending_rows - r.returned_rows - r.no_effect_rows - r.exception_rows as rows_difference,
  f.total_amount as amount_total, r.settled_amount, r.failed_amount, r.pending_amount, r.returned_amount, r.no_effect_amount, r.exception_amount,
  f.total_amount - r.settled_amount - r.failed_amount - r.pending_amount - r.returned_amount - r.no_effect_amount - r.exception_amount as amount_difference,
  r.unreadable_rows, b.exported, b.settled, b.failed, b.pending, b.returned, b.in_exception, b.not_reported, b.part_paid_outstanding, b.written_off, b.cancelled,
  b.difference as exported_difference,
  (select sum(p.amount) from payout.postings as p where p.tenant_id = f.tenant_id and p.settlement_file_id = f.file_id and p.kind = 'settlement') as booked
from payout.reconciliation_summary as f
cross join lateral (
  select count(*) filter (where k.bucket = 'settled') as settled_rows, count(*) filter (where k.bucket = 'failed') as failed_rows,
    count(*) filter (where k.bucket = 'pending') as pending_rows, count(*) filter (where k.bucket = 'returned') as returned_rows,
    count(*) filter (where k.bucket = 'no_effect') as no_effect_rows, count(*) filter (where k.bucket = 'exception') as exception_rows,
    count(*) filter (where c.amount is null) as unreadable_rows,
    coalesce(sum(c.amount) filter (where k.bucket = 'settled'), 0.00) as settled_amount, coalesce(sum(c.amount) filter (where k.bucket = 'failed'), 0.00) as failed_amount,
    coalesce(sum(c.amount) filter (where k.bucket = 'pending'), 0.00) as pending_amount, coalesce(sum(c.amount) filter (where k.bucket = 'returned'), 0.00) as returned_amount,
    coalesce(sum(c.amount) filter (where k.bucket = 'no_effect'), 0.00) as no_effect_amount, coalesce(sum(c.amount) filter (where k.bucket = 'exception'), 0.00) as exception_amount
  from payout.settlement_rows as c
  join payout.settlement_classes as k on k.classification = c.classification
  where c.tenant_id = f.tenant_id and c.file_id = f.file_id) as r
cross join lateral (
  select coalesce(sum(s.exported), 0.00) as exported, coalesce(sum(s.settled), 0.00) as settled, coalesce(sum(s.failed), 0.00) as failed,
    coalesce(sum(s.pending), 0.00) as pending, coalesce(sum(s.returned), 0.00) as returned, coalesce(sum(s.in_exception), 0.00) as in_exception,
    coalesce(sum(s.not_reported), 0.00) as not_reported, coalesce(sum(s.part_paid_outstanding), 0.00) as part_paid_outstanding,
    coalesce(sum(s.written_off), 0.00) as written_off, coalesce(sum(s.cancelled), 0.00) as cancelled, coalesce(sum(s.difference), 0.00) as difference
  from payout.bank_file_standing as s
  where s.tenant_id = f.tenant_id and s.bank_file_no = any (array(select substr(b, 4)::bigint from unnest(f.bank_files) as b))) as b;
comment on view payout.control_totals is 'The control equations of settlement files, added up anew; every difference must be 0';
comment on column payout.control_totals.unreadable_rows is 'Rows whose amount could not be read: they count as rows and as no rupees';
comment on column payout.control_totals.booked is 'Journals of payments from this file; null: nothing was booked, or the company does not book them';
