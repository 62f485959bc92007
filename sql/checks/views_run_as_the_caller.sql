-- Promise: every view is security_invoker; any other reads its tables as the owner of the view.
-- Mend: create or replace view … with (security_invoker = true) as …
select c.oid::regclass::text as object, 'is not security_invoker' as problem
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where n.nspowner = 'pakka_owner'::regrole and n.nspname not in ('migrations', 'pgboss') and c.relkind = 'v'
  and not coalesce(c.reloptions, '{}') && array['security_invoker=true', 'security_invoker=on', 'security_invoker=1']
order by 1;
