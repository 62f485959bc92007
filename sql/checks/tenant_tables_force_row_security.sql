-- Promise: every table with tenant_id has row-level security enabled and forced (on the owner too), and a policy.
-- Mend: alter table … enable row level security; alter table … force row level security; a policy in policies.sql.
select c.oid::regclass::text as object,
       case when not c.relrowsecurity then 'row-level security is not enabled'
            when not c.relforcerowsecurity then 'row-level security is not forced'
            else 'has no policy' end as problem
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
where n.nspowner = 'pakka_owner'::regrole and n.nspname not in ('migrations', 'pgboss') and c.relkind in ('r', 'p')
  and (not c.relrowsecurity or not c.relforcerowsecurity
       or not c.relispartition and not exists (select from pg_policy p where p.polrelid = c.oid))
order by 1;
