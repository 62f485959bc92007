-- Promise: every schema, table, view, type and function says in a comment what it is.
with ours as (
  select oid, nspname from pg_namespace
  where nspowner = 'pakka_owner'::regrole and nspname not in ('migrations', 'pgboss')
)
select 'schema ' || nspname as object, 'has no comment' as problem
from ours where obj_description(oid, 'pg_namespace') is null
union all
select c.oid::regclass::text, 'has no comment'
from pg_class c join ours on ours.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v') and not c.relispartition and obj_description(c.oid, 'pg_class') is null
union all
select t.oid::regtype::text, 'has no comment'
from pg_type t join ours on ours.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
where (c.relkind = 'c' or t.typtype in ('d', 'e')) and obj_description(t.oid, 'pg_type') is null
union all
select p.oid::regprocedure::text, 'has no comment'
from pg_proc p join ours on ours.oid = p.pronamespace
where obj_description(p.oid, 'pg_proc') is null
order by 1;
