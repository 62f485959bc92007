-- Why: the registrations at the portal as JSON, secrets left out.
create or replace function ewaybill.registration_list() returns setof json
language sql stable
set search_path = ''
as $$
  select json_build_object('id', r.id, 'gstin', r.gstin, 'environment', r.environment, 'provider', r.provider, 'clientId', r.client_id, 'username', r.username,
                           'isActive', r.is_active, 'createdAt', r.created_at)
  from ewaybill.registrations as r
  where r.tenant_id = (select core.current_tenant())
  order by r.gstin, r.created_at desc
$$;
comment on function ewaybill.registration_list() is 'Portal registrations without their secrets';
