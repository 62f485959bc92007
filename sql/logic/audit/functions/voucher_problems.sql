-- Why: the trail must be complete, not only unchanged: a posted voucher put in behind the triggers' back has no event,
-- and one taken out has an event but no row. Sees what is not sealed yet as well. Called by: audit.verify.
create or replace function audit.voucher_problems() returns table (kind text, seal_no bigint, event_id uuid)
language sql stable
set search_path = ''
as $$
  select 'voucher_without_event', null::bigint, v.id
  from billing.vouchers as v
  where v.tenant_id = core.current_tenant()
    and not exists (
      select from audit.events as e
      where e.tenant_id = v.tenant_id and e.entity_id = v.id and e.entity = 'billing.vouchers' and e.action = 'insert')
  union all
  select 'voucher_lost', null, made.id
  from audit.events as made
  where made.tenant_id = core.current_tenant() and made.entity = 'billing.vouchers' and made.action = 'insert'
    and not exists (select from billing.vouchers as v where v.tenant_id = made.tenant_id and v.id = made.entity_id)
    and not exists (
      select from audit.events as gone
      where gone.tenant_id = made.tenant_id and gone.entity_id = made.entity_id
        and gone.entity = 'billing.vouchers' and gone.action = 'delete')
$$;
comment on function audit.voucher_problems() is 'Vouchers without their event, and events whose voucher went without one';
