-- A tenant sees and writes its own rows and no other; outside a tenant's transaction there is no row.
drop policy if exists tenant_rows on einvoice.registrations;
create policy tenant_rows on einvoice.registrations for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on einvoice.e_invoices;
create policy tenant_rows on einvoice.e_invoices for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on einvoice.submissions;
create policy tenant_rows on einvoice.submissions for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on einvoice.irn_details;
create policy tenant_rows on einvoice.irn_details for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on einvoice.cancellations;
create policy tenant_rows on einvoice.cancellations for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on einvoice.adoptions;
create policy tenant_rows on einvoice.adoptions for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));

-- The one look across tenants: audit.record_number_crossing, and only while it runs (see its header).
drop policy if exists crossing_check on einvoice.irn_details;
create policy crossing_check on einvoice.irn_details for select to pakka_owner
  using ((select current_setting('app.crossing_check', true)) = 'on');

-- For the sums of ops.measure alone; no role of the house is a member of pakka_owner.
drop policy if exists measured on einvoice.e_invoices;
create policy measured on einvoice.e_invoices for select to pakka_owner
  using ((select current_setting('app.measuring', true)) = 'on');
