-- Why: a session is kept by its registration; people know it by its GSTIN. Called by: ops.keep_portal_session and
-- ops.refuse_portal_session, so that what was told of old credentials is settled by the new ones.
create or replace function ops.registered_gstin(p_office text, p_registration_id uuid) returns text
language sql stable
set search_path = ''
as $$
  select gstin from einvoice.registrations where p_office = 'irp' and tenant_id = (select core.current_tenant()) and id = p_registration_id
  union all
  select gstin from ewaybill.registrations where p_office = 'ewb' and tenant_id = (select core.current_tenant()) and id = p_registration_id
$$;
comment on function ops.registered_gstin(text, uuid) is 'The GSTIN of a registration at a portal';
