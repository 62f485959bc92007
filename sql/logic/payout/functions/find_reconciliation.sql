-- Why: a settlement file is asked for by its public id, rec_12 or 12. Called by: whatever reads one. Refuses: reconciliation_unknown.
create or replace function payout.find_reconciliation(p_reconciliation_id text) returns table (file_id uuid, reconciliation_id text)
language plpgsql stable
set search_path = ''
as $$
begin
  return query
  select f.id, f.reconciliation_id from payout.settlement_files as f
  where f.tenant_id = (select core.current_tenant())
    and f.public_no = substring(lower(p_reconciliation_id) from '^(?:rec_)?([1-9][0-9]{0,17})$')::bigint;
  if not found then
    perform core.refuse('reconciliation_unknown', null, jsonb_build_object('reconciliationId', p_reconciliation_id));
  end if;
end $$;
comment on function payout.find_reconciliation(text) is 'The settlement file with this public id: its id and how it is written';
