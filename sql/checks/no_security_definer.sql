-- Promise: a function runs with the rights of its caller, except these, for the reason beside each.
with allowed (name, reason) as (
  values
    ('core.find_credential', 'sign-in: the tenant is not known yet; answers for one e-mail address'),
    ('core.put_credential', 'sets the password of a user of the current tenant in a table no role is granted'),
    ('core.record_sign_in', 'forgets failed attempts of one e-mail address in a table no role is granted'),
    ('core.schema_version', 'reads the newest migration''s name and a checksum from the runner''s own schema'),
    ('audit.record_crossing', 'says yes or no to whether one id is another tenant''s'),
    ('audit.record_number_crossing', 'says yes or no to whether one IRN or e-way bill number is another tenant''s'),
    ('ops.record_crossing', 'says yes or no to whether one call or queued job is another tenant''s'),
    ('ops.measure', 'answers sums over the whole installation, of no company by itself'),
    ('ops.make_partitions', 'attaches months to ops.api_calls, which only its owner may'),
    ('ops.drop_partitions', 'drops months of ops.api_calls that the database''s own setting lets go')
)
select p.oid::regprocedure::text as object, 'is security definer and not listed' as problem
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
where n.nspowner = 'pakka_owner'::regrole and n.nspname not in ('migrations', 'pgboss') and p.prosecdef
  and n.nspname || '.' || p.proname not in (select name from allowed)
order by 1;
