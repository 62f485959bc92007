-- Promise: the roles of app, worker and reader are nobody special, are no members of another role, own nothing,
-- and may make nothing in this database.
with roles as (
  select oid, rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication
  from pg_roles where rolname in ('pakka_app', 'pakka_worker', 'pakka_reader')
)
select rolname as object, 'is superuser, or bypasses row-level security, or makes roles or databases' as problem
from roles where rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication
union all
select r.rolname, 'is a member of ' || m.roleid::regrole
from roles r join pg_auth_members m on m.member = r.oid
union all
select r.rolname, 'owns ' || d.objid::text || ' in ' || d.classid::regclass
from roles r join pg_shdepend d on d.refclassid = 'pg_authid'::regclass and d.refobjid = r.oid and d.deptype = 'o'
where d.dbid in (0, (select oid from pg_database where datname = current_database()))
union all
select r.rolname, 'may ' || lower(p.name) || ' in the database'
from roles r, (values ('CREATE'), ('TEMPORARY')) as p(name)
where has_database_privilege(r.rolname, current_database(), p.name)
union all
select r.rolname, 'may create in schema ' || n.nspname
from roles r, pg_namespace n
where n.nspname !~ '^pg_(temp|toast)' and has_schema_privilege(r.rolname, n.oid, 'CREATE')
order by 1, 2;
