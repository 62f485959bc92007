-- Promise: PUBLIC, which is every role there is, may neither use our schemas nor read a table nor run a function.
with ours as (
  select oid, nspname, nspacl, nspowner from pg_namespace where nspowner = 'pakka_owner'::regrole
)
select 'schema ' || nspname as object, 'PUBLIC may ' || lower(a.privilege_type) as problem
from ours, aclexplode(nspacl) a where a.grantee = 0
union all
select c.oid::regclass::text, 'PUBLIC may ' || lower(a.privilege_type)
from pg_class c join ours on ours.oid = c.relnamespace, aclexplode(c.relacl) a where a.grantee = 0
union all
select p.oid::regprocedure::text, 'PUBLIC may ' || lower(a.privilege_type)
from pg_proc p join ours on ours.oid = p.pronamespace, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
where a.grantee = 0
union all
select 'database ' || datname, 'PUBLIC may ' || lower(a.privilege_type)
from pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba))) a
where datname = current_database() and a.grantee = 0
union all
select 'schema public', 'PUBLIC may ' || lower(a.privilege_type)
from pg_namespace, aclexplode(nspacl) a where nspname = 'public' and a.grantee = 0
order by 1, 2;
