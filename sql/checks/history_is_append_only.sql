-- Promise: what has been booked, numbered or audited is never changed or removed: no role of app, worker or reader may
-- update or delete there.
with history (name) as (
  values ('ledger.ledger_entries'), ('ledger.period_locks'), ('ledger.period_overrides'), ('inventory.stock_moves'), ('billing.numbering_history'), ('audit.events'), ('audit.seals'), ('audit.security_events'), ('ops.api_calls'), ('ops.retries')
)
select h.name as object, 'is missing' as problem from history h where to_regclass(h.name) is null
union all
select h.name, r.rolname || ' may ' || p.name
from history h, (values ('update'), ('delete'), ('truncate')) as p(name), pg_roles r
where to_regclass(h.name) is not null and r.rolname in ('pakka_app', 'pakka_worker', 'pakka_reader')
  and (has_table_privilege(r.oid, to_regclass(h.name), p.name)
       or p.name = 'update' and has_any_column_privilege(r.oid, to_regclass(h.name), 'update'))
order by 1, 2;
