-- Why: makes or changes a godown. One is the default: it stays so until another is made it.
-- Refuses: godown_exists, state_unknown. Null p_id makes a new one; an unknown p_id answers null.
create or replace function inventory.put_godown(p_id uuid, p_godown jsonb) returns json
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_name text := trim(p_godown ->> 'name');
  v_state text := p_godown ->> 'stateCode';
  v_is_default boolean := coalesce((p_godown ->> 'isDefault')::boolean, false);
  v_id uuid := p_id;
begin
  if exists (select from inventory.godowns as g where g.tenant_id = v_tenant and lower(g.name) = lower(v_name) and g.id is distinct from p_id) then
    perform core.refuse('godown_exists', '/name', jsonb_build_object('name', v_name));
  elsif v_state is not null and not exists (select from gst.states as s where s.code = v_state and s.is_domestic) then
    perform core.refuse('state_unknown', '/stateCode', jsonb_build_object('stateCode', v_state));
  elsif p_id is not null and not exists (select from inventory.godowns as g where g.tenant_id = v_tenant and g.id = p_id) then
    return null;
  end if;
  perform inventory.default_godown();
  if v_is_default then
    update inventory.godowns as g set is_default = false, updated_at = core.now() where g.tenant_id = v_tenant and g.is_default and g.id is distinct from p_id;
  end if;
  if p_id is null then
    insert into inventory.godowns (tenant_id, name, address, state_code, is_default)
    values (v_tenant, v_name, p_godown ->> 'address', v_state, v_is_default)
    returning id into v_id;
  else
    update inventory.godowns as g
    set name = v_name, address = p_godown ->> 'address', state_code = v_state, is_default = g.is_default or v_is_default, updated_at = core.now()
    where g.tenant_id = v_tenant and g.id = p_id;
  end if;
  return inventory.godown_json(v_id);
end $$;
comment on function inventory.put_godown(uuid, jsonb) is 'Makes (null id) or changes a godown and answers it; null where there is no such godown';
