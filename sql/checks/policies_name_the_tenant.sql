-- Promise: every permissive policy of a tenant table lets through and takes in only rows of (select core.current_tenant());
-- the select makes it be asked once a statement and not once a row.
-- Mend: using (tenant_id = (select core.current_tenant())) with check (the same).
with allowed (name, reason) as (
  values
    ('core.credentials.sign_in_functions_only', 'for pakka_owner alone: the sign-in functions act as it, no role holds a grant'),
    ('audit.events.crossing_check', 'for pakka_owner alone, and only inside audit.record_crossing'),
    ('einvoice.irn_details.crossing_check', 'for pakka_owner alone, and only inside audit.record_number_crossing'),
    ('ewaybill.e_way_bills.crossing_check', 'the same'),
    ('ewaybill.consolidated_bills.crossing_check', 'the same'),
    ('ops.api_calls.crossing_check', 'for pakka_owner alone, and only inside ops.record_crossing'),
    ('ops.api_calls.measured', 'for pakka_owner alone, and only inside ops.measure, which answers sums'),
    ('ops.dead_letters.measured', 'the same'),
    ('einvoice.e_invoices.measured', 'the same'),
    ('ewaybill.e_way_bills.measured', 'the same')
), policies as (
  select p.polrelid::regclass || '.' || p.polname as name, p.polcmd, p.polpermissive,
         pg_get_expr(p.polqual, p.polrelid) as let_through, pg_get_expr(p.polwithcheck, p.polrelid) as taken_in,
         '(tenant_id = ( SELECT core.current_tenant() AS current_tenant))' as wanted
  from pg_policy p
  join pg_class c on c.oid = p.polrelid
  join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
  where n.nspowner = 'pakka_owner'::regrole and n.nspname not in ('migrations', 'pgboss')
)
select name as object,
       case when polcmd <> 'a' and let_through is distinct from wanted then 'using is not the tenant: ' || coalesce(let_through, 'nothing')
            else 'with check is not the tenant: ' || coalesce(taken_in, 'nothing') end as problem
from policies
where polpermissive and name not in (select name from allowed)
  and (polcmd <> 'a' and let_through is distinct from wanted
       or polcmd not in ('r', 'd') and taken_in is distinct from wanted)
order by 1;
