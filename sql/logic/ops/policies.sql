-- A tenant sees and writes its own rows and no other; outside a tenant's transaction there is no row.
drop policy if exists tenant_rows on ops.api_calls;
create policy tenant_rows on ops.api_calls for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));

drop policy if exists tenant_rows on ops.job_runs;
create policy tenant_rows on ops.job_runs for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));

drop policy if exists tenant_rows on ops.notifications;
create policy tenant_rows on ops.notifications for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
