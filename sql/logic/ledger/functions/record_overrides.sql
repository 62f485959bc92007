-- Why: whoever books into a locked period may do so, and it is written down. Called by: billing.post_vouchers.
create or replace function ledger.record_overrides(p_docs billing.resolved_document[]) returns void
language sql
set search_path = ''
as $$
  insert into ledger.period_overrides (tenant_id, voucher_id, action, voucher_date, locked_until, overridden_by)
  select (select core.current_tenant()), d.voucher_id, 'post', d.voucher_date, d.locked_until, (select core.current_user_id())
  from unnest(p_docs) as d
  where d.overrides_lock and d.voucher_date <= d.locked_until
$$;
comment on function ledger.record_overrides(billing.resolved_document[]) is 'Records which documents were posted in a locked period';
