-- A tenant's trail is its own. Nothing but insert and select is granted, so "for all" opens no more than that.
drop policy if exists tenant_rows on audit.events;
create policy tenant_rows on audit.events for all
  using (tenant_id = (select core.current_tenant())) with check (tenant_id = (select core.current_tenant()));

-- The one look across tenants: audit.record_crossing, and only while it runs (see its header). The app's role is no
-- member of pakka_owner, so setting app.crossing_check itself shows it nothing.
drop policy if exists crossing_check on audit.events;
create policy crossing_check on audit.events for select to pakka_owner
  using ((select current_setting('app.crossing_check', true)) = 'on');

drop policy if exists tenant_rows on audit.seals;
create policy tenant_rows on audit.seals for all
  using (tenant_id = (select core.current_tenant())) with check (tenant_id = (select core.current_tenant()));

drop policy if exists tenant_rows on audit.security_events;
create policy tenant_rows on audit.security_events for all
  using (tenant_id = (select core.current_tenant())) with check (tenant_id = (select core.current_tenant()));
