-- Why: a bank file as people and programs see it, without its lines: the members of the payout rules first. Account numbers
-- never stand here. Called by: whatever answers a bank file.
create or replace function payout.bank_file_json(p_id uuid) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object(
    'bankFileId', f.bank_file_id,
    'fileName', f.file_name,
    'downloadUrl', '/api/admin/bank-files/' || f.bank_file_id || '/download',
    'summary', json_build_object('totalInvoices', f.total_invoices, 'totalAmount', f.total_amount, 'generatedAt', payout.utc_text(f.generated_at)),
    'columns', (select json_agg(c.name order by c.position) from payout.bank_profile_columns as c where c.profile = f.profile and c.direction = 'out'),
    'status', f.status,
    'month', f.month,
    'profile', f.profile,
    'bank', p.bank,
    'sha256', encode(f.content_sha256, 'hex'),
    'size', f.content_size,
    'approvalsNeeded', f.approvals_needed,
    'approvals', (
      select coalesce(json_agg(json_build_object('by', payout.person_json(a.approved_by), 'at', payout.utc_text(a.approved_at), 'ipAddress', a.ip_address)
        order by a.approved_at, a.approved_by), '[]')
      from payout.bank_file_approvals as a where a.tenant_id = f.tenant_id and a.bank_file_id = f.id),
    'youMayApprove', f.status = 'generated' and (f.generated_by is distinct from core.current_user_id()) and core.current_user_id() is not null
      and not exists (select from payout.bank_file_approvals as a where a.tenant_id = f.tenant_id and a.bank_file_id = f.id and a.approved_by = core.current_user_id()),
    'generatedBy', payout.person_json(f.generated_by),
    'approvedAt', payout.utc_text(f.approved_at),
    'sentBy', payout.person_json(f.sent_by),
    'sentToBankAt', payout.utc_text(f.sent_to_bank_at),
    'endedBy', payout.person_json(f.ended_by),
    'endedAt', payout.utc_text(f.ended_at),
    'endedReason', f.ended_reason,
    'excluded', f.excluded,
    'warnings', f.warnings)
  from payout.bank_file_log as f
  join payout.bank_profiles as p on p.profile = f.profile
  where f.tenant_id = (select core.current_tenant()) and f.id = p_id
$$;
comment on function payout.bank_file_json(uuid) is 'A bank file with its approvals, without its lines';
