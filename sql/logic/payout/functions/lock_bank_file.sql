-- Why: whatever changes a bank file's state looks at it under its lock. Called by: approving, sending, ending.
-- Locks: the file's row. Refuses: bank_file_not_found, bank_file_not_in_state.
create or replace function payout.lock_bank_file(p_bank_file_id text, p_wanted text[]) returns payout.bank_file_log
language plpgsql volatile
set search_path = ''
as $$
declare
  v_id uuid := payout.find_bank_file(p_bank_file_id);
  v_file payout.bank_file_log;
begin
  select f.* into v_file from payout.bank_file_log as f
  where f.tenant_id = (select core.current_tenant()) and f.id = v_id for update;
  if v_file.status <> all (p_wanted) then
    perform core.refuse('bank_file_not_in_state', null, jsonb_build_object(
      'bankFileId', v_file.bank_file_id, 'status', v_file.status, 'wanted', array_to_string(p_wanted, ' or ')));
  end if;
  return v_file;
end $$;
comment on function payout.lock_bank_file(text, text[]) is 'A bank file under its lock, refused where it is in none of these states';
