-- Why: until when the books are closed, who closed and opened them, and who booked into a locked period; the last hundred
-- of each, newest first. Called by: GET /api/periods, ledger.lock_period.
create or replace function ledger.periods_json() returns json
language sql stable
set search_path = ''
as $$
  select json_build_object(
    'lockedUntil', (select c.locked_until from core.companies as c where c.tenant_id = (select core.current_tenant())),
    'locks', (
      select coalesce(json_agg(json_build_object('until', l.locked_until, 'previousUntil', l.previous_until, 'reason', l.reason,
               'lockedBy', l.locked_by, 'lockedAt', l.locked_at) order by l.locked_at desc, l.id desc), '[]')
      from (select * from ledger.period_locks where tenant_id = (select core.current_tenant()) order by locked_at desc, id desc limit 100) as l),
    'overrides', (
      select coalesce(json_agg(json_build_object('voucherId', o.voucher_id, 'number', v.number, 'action', o.action, 'date', o.voucher_date,
               'lockedUntil', o.locked_until, 'overriddenBy', o.overridden_by, 'overriddenAt', o.overridden_at) order by o.overridden_at desc, o.id desc), '[]')
      from (select * from ledger.period_overrides where tenant_id = (select core.current_tenant()) order by overridden_at desc, id desc limit 100) as o
      join billing.vouchers as v on v.tenant_id = o.tenant_id and v.id = o.voucher_id))
$$;
comment on function ledger.periods_json() is 'The lock of the books, its history, and what was booked in spite of it';
