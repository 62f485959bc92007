-- Why: a file that the bank has not been given can be taken back by who makes such files (cancelled) or turned down by who
-- approves them (rejected): its attempts end, its invoices wait for the next file.
-- Called by: POST /api/admin/bank-files/:id/cancel and /reject. Locks: the file, then its invoices in the order of their ids.
-- Refuses: bank_file_not_found, bank_file_not_in_state, bank_file_was_reported.
create or replace function payout.end_bank_file(p_bank_file_id text, p_status text, p_reason text) returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_file payout.bank_file_log := payout.lock_bank_file(
    p_bank_file_id, case p_status when 'rejected' then array['generated'] else array['generated', 'approved'] end);
begin
  perform from payout.invoices as i
  where i.tenant_id = v_tenant and i.bank_file_id = v_file.id order by i.id for update;
  if exists (select from payout.payout_items as t where t.tenant_id = v_tenant and t.bank_file_id = v_file.id and t.status not in ('EXPORTED', 'ON_HOLD')) then
    perform core.refuse('bank_file_was_reported', null, jsonb_build_object('bankFileId', v_file.bank_file_id));
  end if;
  update payout.payout_items as t set status = 'CANCELLED', updated_at = core.now()
  where t.tenant_id = v_tenant and t.bank_file_id = v_file.id;
  update payout.invoices as i set status = 'submitted', bank_file_id = null, updated_at = core.now()
  where i.tenant_id = v_tenant and i.bank_file_id = v_file.id and i.status = 'in_bank_file';
  update payout.bank_file_log as f
  set status = p_status, ended_by = core.current_user_id(), ended_at = core.now(), ended_reason = p_reason
  where f.tenant_id = v_tenant and f.id = v_file.id;
  return v_file.id;
end $$;
comment on function payout.end_bank_file(text, text, text) is 'Ends a bank file that was not sent: cancelled or rejected; its invoices wait again';
