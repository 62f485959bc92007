-- One row a settlement file: what its rows were taken for, in rows and rupees, as it was applied (or previewed), who did it,
-- and what waits for a person now.
--   select reconciliation_id, file_name, status, total_rows, settled_amount, failed_amount, exception_rows, exceptions_open
--   from payout.reconciliation_summary where status = 'applied' order by processed_at desc limit 20;
create or replace view payout.reconciliation_summary with (security_invoker = true) as
select f.tenant_id, f.reconciliation_id, f.public_no as reconciliation_no, f.id as file_id, f.file_name, f.profile, p.bank, f.status, f.held_because,
  l.bank_file_id, array(select jsonb_array_elements_text(case jsonb_typeof(f.totals -> 'bankFiles') when 'array' then f.totals -> 'bankFiles' end)) as bank_files,
  coalesce(f.month, l.month) as month, f.uploaded_by, up.display_name as uploaded_by_name, f.uploaded_at, f.applied_by, ap.display_name as applied_by_name,
  f.applied_at, coalesce(f.applied_at, f.uploaded_at) as processed_at, s.total_rows, s.settled_rows, s.failed_rows, s.returned_rows, s.pending_rows,
  s.no_effect_rows, s.exception_rows, s.total_amount, s.settled_amount, s.failed_amount, s.returned_amount, s.pending_amount, s.no_effect_amount, s.exception_amount,
  (select count(*) from payout.settlement_exceptions as e where e.tenant_id = f.tenant_id and e.file_id = f.id and e.status <> 'RESOLVED') as exceptions_open,
  (select count(*) from payout.settlement_exceptions as e where e.tenant_id = f.tenant_id and e.file_id = f.id and e.status = 'RESOLVED') as exceptions_resolved,
  f.sha256, f.size, f.totals
from payout.settlement_files as f
join payout.bank_profiles as p on p.profile = f.profile
cross join lateral (
  select coalesce(f.totals -> 'rows', '{}') as rows, coalesce(f.totals -> 'amounts', '{}') as amounts) as held
cross join lateral (
  select n.total as total_rows, n.settled as settled_rows, n.failed as failed_rows, n.returned as returned_rows, n.pending as pending_rows,
    n."noEffect" as no_effect_rows, n.exceptions as exception_rows, m.total as total_amount, m.settled as settled_amount, m.failed as failed_amount,
    m.returned as returned_amount, m.pending as pending_amount, m."noEffect" as no_effect_amount, m.exceptions as exception_amount
  from jsonb_to_record(held.rows) as n (total integer, settled integer, failed integer, returned integer, pending integer, "noEffect" integer, exceptions integer),
    jsonb_to_record(held.amounts) as m (total numeric(18, 2), settled numeric(18, 2), failed numeric(18, 2), returned numeric(18, 2), pending numeric(18, 2), "noEffect" numeric(18, 2),
      exceptions numeric(18, 2))) as s
left join payout.bank_file_log as l on l.tenant_id = f.tenant_id and (l.id = f.bank_file_id or f.bank_file_id is null
  and jsonb_array_length(nullif(f.totals -> 'bankFiles', 'null')) = 1 and l.public_no = substr(f.totals #>> '{bankFiles,0}', 4)::bigint)
left join core.users as up on up.tenant_id = f.tenant_id and up.id = f.uploaded_by
left join core.users as ap on ap.tenant_id = f.tenant_id and ap.id = f.applied_by;
comment on view payout.reconciliation_summary is 'Settlement files, one a row: figures as applied, people, what waits for a decision';
comment on column payout.reconciliation_summary.bank_file_id is 'The bank file it is about, where it is about one';
comment on column payout.reconciliation_summary.processed_at is 'When it was applied; of a preview when it was uploaded';
