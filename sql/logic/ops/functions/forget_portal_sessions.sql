-- Why: sessions of credentials that were replaced, and of who left. Called by: domain/portals/refresh.ts.
create or replace function ops.forget_portal_sessions() returns bigint
language sql
set search_path = ''
as $$
  with gone as (
    delete from ops.portal_sessions as s
    where s.tenant_id = (select core.current_tenant()) and (s.lease_until is null or s.lease_until < clock_timestamp())
      and (s.last_used_at < core.now() - interval '7 days'
           or not exists (select from einvoice.registrations as r where r.tenant_id = s.tenant_id and r.id = s.registration_id and r.is_active)
              and not exists (select from ewaybill.registrations as r where r.tenant_id = s.tenant_id and r.id = s.registration_id and r.is_active))
    returning 1
  )
  select count(*) from gone
$$;
comment on function ops.forget_portal_sessions() is 'Removes the tenant''s sessions of registrations that are no more, and those nobody used for a week; how many';
