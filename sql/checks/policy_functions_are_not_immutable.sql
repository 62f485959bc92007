-- Promise: no function a policy calls is immutable: a prepared statement would keep one tenant's answer for the next.
select distinct f.oid::regprocedure::text as object, 'is immutable and called by policy ' || p.polname as problem
from pg_policy p
join pg_class c on c.oid = p.polrelid
join pg_namespace n on n.oid = c.relnamespace
join pg_depend d on d.classid = 'pg_policy'::regclass and d.objid = p.oid and d.refclassid = 'pg_proc'::regclass
join pg_proc f on f.oid = d.refobjid
where n.nspowner = 'pakka_owner'::regrole and n.nspname not in ('migrations', 'pgboss') and f.provolatile = 'i'
order by 1;
