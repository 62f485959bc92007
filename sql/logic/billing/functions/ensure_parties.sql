-- Why: a recipient written into a document becomes a party, with a ledger of its own, the first time it is sold to.
-- Called by: billing.post_vouchers before numbers are taken. Rows are inserted in match_key order, so that two batches
-- that bring the same new parties wait for one another instead of deadlocking. Answers each match_key's party.
create or replace function billing.ensure_parties(p_docs billing.resolved_document[])
returns table (match_key text, party_id uuid)
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
begin
  if exists (select 1 from unnest(p_docs) as d where d.party_id is null) then
    with new_party as (
      insert into billing.parties (tenant_id, name, gstin, registration_type, address, city, pincode, state_code, match_key)
      select v_tenant, d.party_name, d.party_gstin, d.registration_type, d.party ->> 'address', d.party ->> 'city',
             d.party ->> 'pincode', d.party_state, d.match_key
      from (select distinct on (d.match_key) d.* from unnest(p_docs) as d where d.party_id is null order by d.match_key, d.ord) as d
      order by d.match_key
      on conflict do nothing
      returning id, name
    )
    insert into ledger.ledgers (tenant_id, id, name, group_code, party_id)
    select v_tenant, id, name, 'sundry_debtors', id from new_party;
  end if;

  return query
    select distinct d.match_key, coalesce(d.party_id, p.id)
    from unnest(p_docs) as d
    left join billing.parties as p on d.party_id is null and p.tenant_id = v_tenant and p.match_key = d.match_key;
end $$;
comment on function billing.ensure_parties(billing.resolved_document[]) is 'The party of each match key of a batch, made where it is new';
