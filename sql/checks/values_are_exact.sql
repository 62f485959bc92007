-- Promise: no column is a binary fraction, a time without a zone, or text with a length in its type.
-- Mend: numeric(18,2) or another numeric; timestamptz; text with a named check.
select a.attrelid::regclass || '.' || a.attname as object, 'is ' || format_type(a.atttypid, a.atttypmod) as problem
from pg_attribute a
join pg_class c on c.oid = a.attrelid
join pg_namespace n on n.oid = c.relnamespace
join pg_type t on t.oid = a.atttypid
where n.nspowner = 'pakka_owner'::regrole and n.nspname not in ('migrations', 'pgboss')
  and c.relkind in ('r', 'p', 'v', 'c') and a.attnum > 0 and not a.attisdropped
  and coalesce(nullif(t.typelem, 0), t.oid) in (
    'float4'::regtype, 'float8'::regtype, 'money'::regtype, 'timestamp'::regtype, 'timetz'::regtype,
    'varchar'::regtype, 'bpchar'::regtype)
order by 1;
