-- Why: a bank file is asked for by its public id, bf_12 or 12. Called by: whatever is done with one. Refuses: bank_file_not_found.
create or replace function payout.find_bank_file(p_bank_file_id text) returns uuid
language plpgsql stable
set search_path = ''
as $$
declare
  v_id uuid := (
    select f.id from payout.bank_file_log as f
    where f.tenant_id = (select core.current_tenant())
      and f.public_no = substring(lower(p_bank_file_id) from '^(?:bf_)?([1-9][0-9]{0,17})$')::bigint);
begin
  if v_id is null then
    perform core.refuse('bank_file_not_found', null, jsonb_build_object('bankFileId', p_bank_file_id));
  end if;
  return v_id;
end $$;
comment on function payout.find_bank_file(text) is 'The id of the bank file with this public id';
