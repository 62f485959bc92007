-- Promise: a partition is reached through its table only; asked directly it would answer under no policy of the table.
select c.oid::regclass::text as object, a.grantee::regrole || ' may ' || lower(a.privilege_type) as problem
from pg_class c
join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) a
where n.nspowner = 'pakka_owner'::regrole and n.nspname not in ('migrations', 'pgboss')
  and c.relispartition and a.grantee <> c.relowner
order by 1, 2;
