-- A tenant sees and writes its own rows and no other; outside a tenant's transaction there is no row.
drop policy if exists tenant_rows on payout.settings;
create policy tenant_rows on payout.settings for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on payout.public_numbers;
create policy tenant_rows on payout.public_numbers for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on payout.partners;
create policy tenant_rows on payout.partners for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on payout.bank_accounts;
create policy tenant_rows on payout.bank_accounts for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on payout.reason_payment_mapping;
create policy tenant_rows on payout.reason_payment_mapping for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on payout.payout_imports;
create policy tenant_rows on payout.payout_imports for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on payout.payout_calculation;
create policy tenant_rows on payout.payout_calculation for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on payout.invoices;
create policy tenant_rows on payout.invoices for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on payout.otp_log;
create policy tenant_rows on payout.otp_log for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on payout.documents;
create policy tenant_rows on payout.documents for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on payout.postings;
create policy tenant_rows on payout.postings for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on payout.bank_file_log;
create policy tenant_rows on payout.bank_file_log for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on payout.bank_file_approvals;
create policy tenant_rows on payout.bank_file_approvals for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on payout.payout_items;
create policy tenant_rows on payout.payout_items for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on payout.settlement_files;
create policy tenant_rows on payout.settlement_files for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on payout.settlement_rows;
create policy tenant_rows on payout.settlement_rows for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on payout.utr_registry;
create policy tenant_rows on payout.utr_registry for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on payout.settlement_exceptions;
create policy tenant_rows on payout.settlement_exceptions for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on payout.settlement_allocations;
create policy tenant_rows on payout.settlement_allocations for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on payout.settlement_intake;
create policy tenant_rows on payout.settlement_intake for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
drop policy if exists tenant_rows on payout.settlement_resolutions;
create policy tenant_rows on payout.settlement_resolutions for all
  using (tenant_id = (select core.current_tenant()))
  with check (tenant_id = (select core.current_tenant()));
