-- Why: a party as JSON, for reads and as the answer of billing.put_party. Null where the tenant has none of that id.
create or replace function billing.party_json(p_id uuid) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object(
    'id', p.id, 'name', p.name, 'gstin', p.gstin, 'registrationType', p.registration_type, 'pan', p.pan, 'address', p.address,
    'city', p.city, 'pincode', p.pincode, 'stateCode', p.state_code, 'country', p.country, 'email', p.email, 'phone', p.phone,
    'ledgerId', p.id, 'createdAt', p.created_at, 'updatedAt', p.updated_at)
  from billing.parties as p
  where p.tenant_id = (select core.current_tenant()) and p.id = p_id
$$;
comment on function billing.party_json(uuid) is 'A party as JSON';
