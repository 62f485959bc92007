-- Whose rows: a tenant's own. The root of tenancy is keyed by its id.
drop policy if exists tenant_rows on core.tenants;
create policy tenant_rows on core.tenants for all
  using (id = (select core.current_tenant())) with check (id = (select core.current_tenant()));

-- Jobs that sweep every tenant must first know which there are; nothing else of another tenant is open to them.
drop policy if exists sweeps_list_tenants on core.tenants;
create policy sweeps_list_tenants on core.tenants for select to pakka_worker using (true);

-- So must an upgrade, which gives every tenant what a release brought (core.seed_tenants). The owner serves nobody.
drop policy if exists upgrades_list_tenants on core.tenants;
create policy upgrades_list_tenants on core.tenants for select to pakka_owner using (true);

drop policy if exists tenant_rows on core.users;
create policy tenant_rows on core.users for all
  using (tenant_id = (select core.current_tenant())) with check (tenant_id = (select core.current_tenant()));

-- No tenant is known yet when somebody signs in. Only the owner passes, and only its functions act as the owner:
-- core.find_credential, core.record_sign_in, core.put_credential. No role holds a grant.
drop policy if exists sign_in_functions_only on core.credentials;
create policy sign_in_functions_only on core.credentials for all to pakka_owner using (true) with check (true);

drop policy if exists sign_in_functions_only on core.sign_in_attempts;
create policy sign_in_functions_only on core.sign_in_attempts for all to pakka_owner using (true) with check (true);

drop policy if exists tenant_rows on core.refresh_tokens;
create policy tenant_rows on core.refresh_tokens for all
  using (tenant_id = (select core.current_tenant())) with check (tenant_id = (select core.current_tenant()));

drop policy if exists tenant_rows on core.page_sessions;
create policy tenant_rows on core.page_sessions for all
  using (tenant_id = (select core.current_tenant())) with check (tenant_id = (select core.current_tenant()));

drop policy if exists tenant_rows on core.api_keys;
create policy tenant_rows on core.api_keys for all
  using (tenant_id = (select core.current_tenant())) with check (tenant_id = (select core.current_tenant()));

drop policy if exists tenant_rows on core.idempotency_keys;
create policy tenant_rows on core.idempotency_keys for all
  using (tenant_id = (select core.current_tenant())) with check (tenant_id = (select core.current_tenant()));

drop policy if exists tenant_rows on core.rate_windows;
create policy tenant_rows on core.rate_windows for all
  using (tenant_id = (select core.current_tenant())) with check (tenant_id = (select core.current_tenant()));

drop policy if exists tenant_rows on core.companies;
create policy tenant_rows on core.companies for all
  using (tenant_id = (select core.current_tenant())) with check (tenant_id = (select core.current_tenant()));

drop policy if exists tenant_rows on core.company_gstins;
create policy tenant_rows on core.company_gstins for all
  using (tenant_id = (select core.current_tenant())) with check (tenant_id = (select core.current_tenant()));

drop policy if exists tenant_rows on core.letters_of_undertaking;
create policy tenant_rows on core.letters_of_undertaking for all
  using (tenant_id = (select core.current_tenant())) with check (tenant_id = (select core.current_tenant()));
