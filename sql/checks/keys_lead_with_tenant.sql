-- Promise: in a tenant table every primary key, unique index and foreign key to a tenant table begins with tenant_id.
-- Without it a unique key tells one tenant what another has, and a foreign key may point into another tenant, because
-- the check behind it does not ask row-level security.
with tenant_tables as (
  select c.oid, a.attnum as tenant_column
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
  where n.nspowner = 'pakka_owner'::regrole and n.nspname not in ('migrations', 'pgboss') and c.relkind in ('r', 'p')
    and not c.relispartition
), allowed (index_name, reason) as (
  values
    ('core.credentials_pkey', 'an e-mail address signs in to one tenant, which is not known before; no role holds a grant on the table')
)
select i.indexrelid::regclass::text as object, 'unique index does not begin with tenant_id' as problem
from pg_index i
join tenant_tables t on t.oid = i.indrelid
where i.indisunique and i.indkey[0] <> t.tenant_column
  and i.indexrelid::regclass::text not in (select index_name from allowed)
union all
select t.oid::regclass::text, 'has no primary key'
from tenant_tables t
where not exists (select from pg_index i where i.indrelid = t.oid and i.indisprimary)
union all
select k.conrelid::regclass || '.' || k.conname, 'foreign key between tenant tables does not begin with tenant_id on both sides'
from pg_constraint k
join tenant_tables child on child.oid = k.conrelid
join tenant_tables parent on parent.oid = k.confrelid
where k.contype = 'f' and (k.conkey[1] <> child.tenant_column or k.confkey[1] <> parent.tenant_column)
order by 1;
