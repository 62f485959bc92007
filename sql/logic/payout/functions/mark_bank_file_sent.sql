-- Why: that a file was given to the bank is a person's word; from then on it can only be reconciled. What was approved must be
-- what stands there: by every approval's hash. Called by: POST /api/admin/bank-files/:id/mark-sent. Locks: the file.
-- Refuses: bank_file_not_found, bank_file_not_in_state, bank_file_changed.
create or replace function payout.mark_bank_file_sent(p_bank_file_id text) returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_file payout.bank_file_log := payout.lock_bank_file(p_bank_file_id, array['approved']);
  v_hash bytea := payout.items_sha256(v_file.id);
begin
  if v_hash <> v_file.items_sha256 or exists (
    select from payout.bank_file_approvals as a
    where a.tenant_id = v_tenant and a.bank_file_id = v_file.id and a.items_sha256 <> v_hash) then
    perform core.refuse('bank_file_changed', null, jsonb_build_object('bankFileId', v_file.bank_file_id));
  end if;
  update payout.bank_file_log as f
  set status = 'sent_to_bank', sent_by = core.current_user_id(), sent_to_bank_at = core.now()
  where f.tenant_id = v_tenant and f.id = v_file.id;
  return v_file.id;
end $$;
comment on function payout.mark_bank_file_sent(text) is 'An approved bank file was given to the bank';
