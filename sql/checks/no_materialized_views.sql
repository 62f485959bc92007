-- Promise: there is no materialized view, because row-level security does not reach into one.
-- Mend: a table of sums that leads with tenant_id.
select c.oid::regclass::text as object, 'is a materialized view' as problem
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where n.nspowner = 'pakka_owner'::regrole and n.nspname not in ('migrations', 'pgboss') and c.relkind = 'm'
order by 1;
