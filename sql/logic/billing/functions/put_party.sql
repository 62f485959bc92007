-- Why: makes or changes a party, with the same normalising and checking of GSTIN and State as a party written into a
-- document. Called by: domain/core parties. Locks: the party's row. Refuses: gstin_malformed, gstin_check_digit_wrong,
-- gstin_of_another_state, registration_needs_gstin, gstin_of_unregistered, state_unknown, party_exists.
-- Null p_id makes a new party and its ledger; an unknown p_id answers null.
create or replace function billing.put_party(p_id uuid, p_party jsonb) returns json
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_party billing.recipient;
  v_id uuid;
begin
  select * into v_party from billing.inline_party(p_party);
  perform billing.check_party(v_party);
  if exists (select 1 from billing.parties where tenant_id = v_tenant and match_key = v_party.match_key and id is distinct from p_id) then
    perform core.refuse('party_exists', case when v_party.gstin is null then '/name' else '/gstin' end, jsonb_build_object('name', v_party.name));
  end if;

  if p_id is null then
    insert into billing.parties (tenant_id, name, gstin, registration_type, pan, address, city, pincode, state_code, country, email, phone, match_key)
    values (v_tenant, v_party.name, v_party.gstin, v_party.registration_type, p_party ->> 'pan', p_party ->> 'address', p_party ->> 'city',
            p_party ->> 'pincode', v_party.state_code, coalesce(p_party ->> 'country', 'IN'), p_party ->> 'email', p_party ->> 'phone', v_party.match_key)
    returning id into v_id;
    insert into ledger.ledgers (tenant_id, id, name, group_code, party_id) values (v_tenant, v_id, v_party.name, 'sundry_debtors', v_id);
  else
    update billing.parties
    set name = v_party.name, gstin = v_party.gstin, registration_type = v_party.registration_type, pan = p_party ->> 'pan',
        address = p_party ->> 'address', city = p_party ->> 'city', pincode = p_party ->> 'pincode', state_code = v_party.state_code,
        country = coalesce(p_party ->> 'country', 'IN'), email = p_party ->> 'email', phone = p_party ->> 'phone',
        match_key = v_party.match_key, updated_at = core.now()
    where tenant_id = v_tenant and id = p_id
    returning id into v_id;
    update ledger.ledgers set name = v_party.name where tenant_id = v_tenant and id = v_id and name <> v_party.name;
  end if;
  return billing.party_json(v_id);
end $$;
comment on function billing.put_party(uuid, jsonb) is 'Makes (null id) or changes a party and answers it; null where there is no such party';
