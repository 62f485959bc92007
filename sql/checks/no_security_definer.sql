-- Promise: a function runs with the rights of its caller, except these, for the reason beside each.
with allowed (name, reason) as (
  values
    ('', 'none so far')
)
select p.oid::regprocedure::text as object, 'is security definer and not listed' as problem
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
where n.nspowner = 'pakka_owner'::regrole and n.nspname not in ('migrations', 'pgboss') and p.prosecdef
  and n.nspname || '.' || p.proname not in (select name from allowed)
order by 1;
