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
drop policy if exists tenant_rows on ewaybill.received_bills;
create policy tenant_rows on ewaybill.received_bills for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on ewaybill.consolidated_bills;
create policy tenant_rows on ewaybill.consolidated_bills for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on ewaybill.consolidated_members;
create policy tenant_rows on ewaybill.consolidated_members for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on ewaybill.vehicle_groups;
create policy tenant_rows on ewaybill.vehicle_groups for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on ewaybill.vehicle_loads;
create policy tenant_rows on ewaybill.vehicle_loads for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));

-- The one look across tenants: audit.record_number_crossing, and only while it runs (see its header).
drop policy if exists crossing_check on ewaybill.e_way_bills;
create policy crossing_check on ewaybill.e_way_bills for select to pakka_owner
  using ((select current_setting('app.crossing_check', true)) = 'on');
drop policy if exists crossing_check on ewaybill.consolidated_bills;
create policy crossing_check on ewaybill.consolidated_bills for select to pakka_owner
  using ((select current_setting('app.crossing_check', true)) = 'on');

-- For the sums of ops.measure alone; no role of the house is a member of pakka_owner.
drop policy if exists measured on ewaybill.e_way_bills;
create policy measured on ewaybill.e_way_bills for select to pakka_owner
  using ((select current_setting('app.measuring', true)) = 'on');
