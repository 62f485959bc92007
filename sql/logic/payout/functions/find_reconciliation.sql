-- Why: a settlement file is asked for by its public id, rec_12 or 12. Called by: whatever reads one. Refuses: reconciliation_unknown.
create or replace function payout.find_reconciliation(p_reconciliation_id text) returns uuid
language plpgsql stable
set search_path = ''
as $$
declare
  v_id uuid := (
    select f.id from payout.settlement_files as f
    where f.tenant_id = (select core.current_tenant())
      and f.public_no = substring(lower(p_reconciliation_id) from '^(?:rec_)?([1-9][0-9]{0,17})$')::bigint);
begin
  if v_id is null then
    perform core.refuse('reconciliation_unknown', null, jsonb_build_object('reconciliationId', p_reconciliation_id));
  end if;
  return v_id;
end $$;
comment on function payout.find_reconciliation(text) is 'The id of the settlement file with this public id';
