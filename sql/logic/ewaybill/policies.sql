-- A tenant sees and writes its own rows and no other; outside a tenant's transaction there is no row.
drop policy if exists tenant_rows on ewaybill.e_way_bills;
create policy tenant_rows on ewaybill.e_way_bills for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on ewaybill.registrations;
create policy tenant_rows on ewaybill.registrations for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on ewaybill.changes;
create policy tenant_rows on ewaybill.changes for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
