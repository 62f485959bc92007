-- A tenant sees and writes its own rows and no other; outside a tenant's transaction there is no row.
drop policy if exists tenant_rows on inventory.godowns;
create policy tenant_rows on inventory.godowns for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on inventory.stock_levels;
create policy tenant_rows on inventory.stock_levels for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on inventory.stock_moves;
create policy tenant_rows on inventory.stock_moves for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
