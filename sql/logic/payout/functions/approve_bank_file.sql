-- Why: money leaves when two people agree: who made a bank file does not approve it, under whatever session or API key, and
-- nobody approves twice. The approval is of the lines as they were made; lines that say otherwise are approved by nobody.
-- Called by: POST /api/admin/bank-files/:id/approve. Locks: the file.
-- Refuses: bank_file_not_found, bank_file_not_in_state, approver_made_the_file, bank_file_approved_by_you, bank_file_changed.
create or replace function payout.approve_bank_file(p_bank_file_id text) returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_me uuid := core.current_user_id();
  v_file payout.bank_file_log := payout.lock_bank_file(p_bank_file_id, array['generated']);
  v_facts jsonb := jsonb_build_object('bankFileId', v_file.bank_file_id);
begin
  if v_me is null or v_me = v_file.generated_by then
    perform core.refuse('approver_made_the_file', null, v_facts);
  end if;
  if payout.items_sha256(v_file.id) <> v_file.items_sha256 then
    perform core.refuse('bank_file_changed', null, v_facts);
  end if;
  insert into payout.bank_file_approvals (tenant_id, bank_file_id, approved_by, approved_at, items_sha256, ip_address)
  select v_tenant, v_file.id, v_me, core.now(), v_file.items_sha256, who.ip from audit.acting() as who
  on conflict do nothing;
  if not found then
    perform core.refuse('bank_file_approved_by_you', null, v_facts);
  end if;
  update payout.bank_file_log as f set status = 'approved', approved_at = core.now()
  where f.tenant_id = v_tenant and f.id = v_file.id and f.approvals_needed <= (
    select count(*) from payout.bank_file_approvals as a where a.tenant_id = v_tenant and a.bank_file_id = f.id);
  return v_file.id;
end $$;
comment on function payout.approve_bank_file(text) is 'A person''s approval of a bank file; approved once as many as it needs have';
