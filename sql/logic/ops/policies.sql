-- A tenant sees and writes its own rows and no other; outside a tenant's transaction there is no row.
drop policy if exists tenant_rows on ops.api_calls;
create policy tenant_rows on ops.api_calls for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));

-- For ops.record_crossing; see audit.record_crossing. No role of the house is a member of pakka_owner.
drop policy if exists crossing_check on ops.api_calls;
create policy crossing_check on ops.api_calls for select to pakka_owner
  using ((select current_setting('app.crossing_check', true)) = 'on');

drop policy if exists tenant_rows on ops.job_runs;
create policy tenant_rows on ops.job_runs for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));

drop policy if exists tenant_rows on ops.notifications;
create policy tenant_rows on ops.notifications for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));

drop policy if exists tenant_rows on ops.portal_sessions;
create policy tenant_rows on ops.portal_sessions for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));

drop policy if exists tenant_rows on ops.dead_letters;
create policy tenant_rows on ops.dead_letters for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));

drop policy if exists tenant_rows on ops.retries;
create policy tenant_rows on ops.retries for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));

drop policy if exists tenant_rows on ops.call_budgets;
create policy tenant_rows on ops.call_budgets for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));

drop policy if exists tenant_rows on ops.webhooks;
create policy tenant_rows on ops.webhooks for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));

drop policy if exists tenant_rows on ops.webhook_health;
create policy tenant_rows on ops.webhook_health for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));

drop policy if exists tenant_rows on ops.webhook_deliveries;
create policy tenant_rows on ops.webhook_deliveries for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));

-- For the sums of ops.measure alone; no role of the house is a member of pakka_owner.
drop policy if exists measured on ops.api_calls;
create policy measured on ops.api_calls for select to pakka_owner
  using ((select current_setting('app.measuring', true)) = 'on');

drop policy if exists measured on ops.dead_letters;
create policy measured on ops.dead_letters for select to pakka_owner
  using ((select current_setting('app.measuring', true)) = 'on');
