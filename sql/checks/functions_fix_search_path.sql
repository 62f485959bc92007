-- Promise: every function has a fixed search_path, or a body that was bound when it was made (begin atomic), so that
-- nobody slips another table of the same name under it.
with allowed (name, reason) as (
  values
    ('audit.acting', 'a setting would keep it from being inlined into the audit triggers; calls only built-in functions'),
    ('audit.masked', 'as audit.acting')
)
select p.oid::regprocedure::text as object, 'has no fixed search_path' as problem
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
where n.nspowner = 'pakka_owner'::regrole and n.nspname not in ('migrations', 'pgboss') and p.prosqlbody is null
  and p.prokind <> 'a' -- an aggregate has no body of its own
  and n.nspname || '.' || p.proname not in (select name from allowed)
  and not exists (select from unnest(p.proconfig) as setting where starts_with(setting, 'search_path='))
order by 1;
