-- Promise: every foreign key has an index that begins with its columns, in any order; without one, each change of the
-- row pointed to reads the whole table that points. A key to reference rows is left alone: those rows hardly change.
select k.conrelid::regclass || '.' || k.conname as object,
       'no index begins with (' || (
         select string_agg(a.attname, ', ' order by u.at)
         from unnest(k.conkey) with ordinality as u(attnum, at)
         join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.attnum) || ')' as problem
from pg_constraint k
join pg_class c on c.oid = k.conrelid and not c.relispartition
join pg_namespace n on n.oid = c.relnamespace
where n.nspowner = 'pakka_owner'::regrole and n.nspname not in ('migrations', 'pgboss') and k.contype = 'f'
  and (exists (select from pg_attribute a where a.attrelid = k.confrelid and a.attname = 'tenant_id')
       or k.confrelid = to_regclass('core.tenants'))
  and not exists (
    select from pg_index i
    where i.indrelid = k.conrelid and i.indisvalid and i.indnkeyatts >= cardinality(k.conkey)
      and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey
      -- "where x is not null" leaves out only rows that point nowhere
      and (i.indpred is null or exists (
        select from pg_attribute a where a.attrelid = k.conrelid and a.attnum = any(k.conkey)
          and pg_get_expr(i.indpred, i.indrelid) = format('(%s IS NOT NULL)', a.attname))))
order by 1;
