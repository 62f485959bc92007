-- Why: every voucher kind has a default series from the first day. Called by: domain/core/set_up.ts, and again whenever
-- a kind is added (core.seed_tenants).
create or replace function billing.seed_numbering() returns void
language sql
set search_path = ''
as $$
  insert into billing.numbering_series (tenant_id, voucher_type, name, prefix, format, is_default)
  select core.current_tenant(), k.voucher_type, k.title, k.default_prefix, '{PREFIX}/{FY}/{SEQUENCE}', true
  from billing.voucher_kinds as k
  where not exists (select 1 from billing.numbering_series as s where s.tenant_id = core.current_tenant() and s.voucher_type = k.voucher_type)
  order by k.voucher_type
$$;
comment on function billing.seed_numbering() is 'A default series for every voucher kind that has none';
