-- Bank files that are not done with: who has to do what, and since when.
create or replace view payout.bank_files_open with (security_invoker = true) as
select f.tenant_id, f.bank_file_id, f.file_name, f.profile, f.month, f.total_invoices, f.total_amount, f.status,
  case f.status
    when 'generated' then 'approve'
    when 'approved' then 'send to the bank'
    else 'upload the settlement file' end as waits_for,
  f.approvals_needed,
  (select count(*) from payout.bank_file_approvals as a where a.tenant_id = f.tenant_id and a.bank_file_id = f.id) as approvals,
  f.generated_at, f.approved_at, f.sent_to_bank_at,
  coalesce(f.sent_to_bank_at, f.approved_at, f.generated_at) as waits_since
from payout.bank_file_log as f
where f.status in ('generated', 'approved', 'sent_to_bank', 'part_reconciled');
comment on view payout.bank_files_open is 'Bank files that wait: for an approval, for being sent, for what the bank says of them';
