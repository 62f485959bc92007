-- Why: goods of a line that names no godown move somewhere: in the company's default godown, which every new company is
-- given and an older one gets the first time it is asked for.
-- Called by: domain/core/set_up.ts, inventory.take_stock, inventory.put_opening_stock.
create or replace function inventory.default_godown() returns uuid
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_id uuid;
begin
  select id into v_id from inventory.godowns where tenant_id = v_tenant and is_default;
  if v_id is null then
    insert into inventory.godowns (tenant_id, name, is_default) values (v_tenant, 'Main', true) on conflict do nothing;
    select id into v_id from inventory.godowns where tenant_id = v_tenant and is_default;
  end if;
  return v_id;
end $$;
comment on function inventory.default_godown() is 'The godown of lines that name none; made where the company has none yet';
