-- Why: a recipient written into a document becomes a party, with a ledger of its own, the first time it is sold to.
-- Called by: billing.post_vouchers before numbers are taken. Rows are inserted in match_key order, so that two batches
-- that bring the same new parties wait for one another instead of deadlocking. Answers the documents with their parties.
create or replace function billing.ensure_parties(p_docs billing.resolved_document[]) returns billing.resolved_document[]
language plpgsql
set search_path = ''
as $$
declare
  v_docs billing.resolved_document[] := p_docs;
  v_found jsonb;
begin
  if not exists (select 1 from unnest(p_docs) as d where d.party_id is null and d.match_key is not null) then
    return p_docs;
  end if;
  with new_party as (
    insert into billing.parties (tenant_id, name, gstin, registration_type, pan, address, city, pincode, state_code, country, email, phone, match_key)
    select (select core.current_tenant()), d.party_name, d.party_gstin, d.registration_type, d.party ->> 'pan', d.party ->> 'address',
           d.party ->> 'city', d.party ->> 'pincode', d.party_state, coalesce(d.party ->> 'country', 'IN'), d.party ->> 'email',
           d.party ->> 'phone', d.match_key
    from (select distinct on (d.match_key) d.* from unnest(p_docs) as d where d.party_id is null and d.match_key is not null order by d.match_key, d.ord) as d
    order by d.match_key
    on conflict do nothing
    returning tenant_id, id, name, match_key
  )
  insert into ledger.ledgers (tenant_id, id, name, group_code, party_id)
  select p.tenant_id, p.id, p.name, (select d.party_group from unnest(p_docs) as d where d.match_key = p.match_key limit 1), p.id from new_party as p;

  select jsonb_object_agg(p.match_key, p.id) into v_found
  from billing.parties as p
  where p.tenant_id = (select core.current_tenant()) and p.match_key in (select d.match_key from unnest(p_docs) as d);
  for v_at in 1 .. cardinality(v_docs) loop
    v_docs[v_at].party_id := coalesce(v_docs[v_at].party_id, (v_found ->> v_docs[v_at].match_key)::uuid);
  end loop;
  return v_docs;
end $$;
comment on function billing.ensure_parties(billing.resolved_document[]) is 'The documents with their parties, made where they are new';
