-- For the DBA: what is kept for how long, and how much of it there is, a company a kind of payout.retention_periods. What is
-- past its kept_until may be deleted by hand; nothing deletes it by itself.
create or replace view payout.retention with (security_invoker = true) as
with kept (tenant_id, kind, happened_on, size) as (
  select i.tenant_id, 'partner_invoice', i.invoice_date, d.size
  from payout.invoices as i
  left join (select tenant_id, invoice_id, sum(size) as size from payout.documents group by tenant_id, invoice_id) as d
    on d.tenant_id = i.tenant_id and d.invoice_id = i.id
  union all
  select tenant_id, 'bank_file', (generated_at at time zone 'Asia/Kolkata')::date, content_size from payout.bank_file_log
  union all
  select tenant_id, 'settlement_file', (uploaded_at at time zone 'Asia/Kolkata')::date, size from payout.settlement_files
  union all
  select tenant_id, 'otp_log', (otp_sent_at at time zone 'Asia/Kolkata')::date, null from payout.otp_log
)
select tenant_id, kind, count(*) as rows, min(happened_on) as oldest, payout.keep_until(kind, min(happened_on)) as kept_until,
  payout.keep_until(kind, max(happened_on)) as kept_until_at_most, coalesce(sum(size), 0)::bigint as size_bytes
from kept
group by tenant_id, kind;
comment on view payout.retention is 'What must be kept, by kind: how many, since when, until when the oldest and the youngest, how many bytes';
