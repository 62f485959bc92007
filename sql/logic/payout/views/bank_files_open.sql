-- Bank files that are not done with: who has to do what, and since when.
--   select bank_file_id, file_name, total_amount, waits_for, waits_since from payout.bank_files_open order by waits_since;
create or replace view payout.bank_files_open with (security_invoker = true) as
select f.tenant_id, f.bank_file_id, f.file_name, f.profile, f.month, f.total_invoices, f.total_amount, f.status,
  case f.status
    when 'generated' then 'approve'
    when 'approved' then 'send to the bank'
    else case
      when exists (
        select from payout.payout_items as t
        where t.tenant_id = f.tenant_id and t.bank_file_id = f.id and t.status in ('EXPORTED', 'PENDING', 'ON_HOLD') and not exists (
          select from payout.settlement_exceptions as e where e.tenant_id = t.tenant_id and e.item_id = t.id and e.status <> 'RESOLVED'))
      then 'upload the settlement file' else 'decide on exceptions' end end as waits_for,
  f.approvals_needed,
  (select count(*) from payout.bank_file_approvals as a where a.tenant_id = f.tenant_id and a.bank_file_id = f.id) as approvals,
  f.generated_at, f.approved_at, f.sent_to_bank_at,
  coalesce(f.sent_to_bank_at, f.approved_at, f.generated_at) as waits_since
from payout.bank_file_log as f
where f.status in ('generated', 'approved', 'sent_to_bank', 'part_reconciled');
comment on view payout.bank_files_open is 'Bank files that wait: for an approval, for being sent, for what the bank says of them, for a decision';
