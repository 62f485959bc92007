-- Promise: app, worker and reader may not truncate, point a foreign key at, or put a trigger on a table (all of which
-- pass row-level security by), touch no sequence, and the reader writes nothing.
with roles as (
  select oid, rolname from pg_roles where rolname in ('pakka_app', 'pakka_worker', 'pakka_reader')
), held as (
  select r.rolname, c.oid::regclass::text as name, c.relkind, a.privilege_type
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) a
  join roles r on r.oid = a.grantee
  where n.nspowner = 'pakka_owner'::regrole and n.nspname not in ('migrations', 'pgboss')
)
select name as object, rolname || ' may ' || lower(privilege_type) as problem
from held
where relkind = 'S'
   or privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN')
   or rolname = 'pakka_reader' and privilege_type <> 'SELECT'
order by 1, 2;
