-- Why: a godown as JSON, for reads and as the answer of inventory.put_godown. Null where the tenant has none of that id.
create or replace function inventory.godown_json(p_id uuid) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object('id', g.id, 'name', g.name, 'address', g.address, 'stateCode', g.state_code, 'isDefault', g.is_default,
    'createdAt', g.created_at, 'updatedAt', g.updated_at)
  from inventory.godowns as g
  where g.tenant_id = (select core.current_tenant()) and g.id = p_id
$$;
comment on function inventory.godown_json(uuid) is 'A godown as JSON';
