-- Why: the credentials of a GSTIN at the portal; a new set takes the place of the old one. Secrets come encrypted
-- (domain/shared/secret_box.ts): the database never sees them.
-- Called by: POST /api/ewaybill/registrations. Refuses: company_gstin_unknown.
create or replace function ewaybill.put_registration(p_registration jsonb) returns json
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
begin
  if not exists (select 1 from core.company_gstins where tenant_id = v_tenant and gstin = p_registration ->> 'gstin') then
    perform core.refuse('company_gstin_unknown', '/gstin', jsonb_build_object('companyGstin', p_registration ->> 'gstin'));
  end if;
  update ewaybill.registrations set is_active = false, updated_at = core.now()
  where tenant_id = v_tenant and gstin = p_registration ->> 'gstin' and is_active;
  insert into ewaybill.registrations (tenant_id, id, gstin, environment, provider, base_url, client_id, client_secret_encrypted, username, password_encrypted)
  values (v_tenant, (p_registration ->> 'id')::uuid, p_registration ->> 'gstin', p_registration ->> 'environment', p_registration ->> 'provider', p_registration ->> 'baseUrl',
          p_registration ->> 'clientId', p_registration ->> 'clientSecretEncrypted', p_registration ->> 'username', p_registration ->> 'passwordEncrypted');
  return (select json_agg(r) from ewaybill.registration_list() as r where r ->> 'id' = p_registration ->> 'id') -> 0;
end $$;
comment on function ewaybill.put_registration(jsonb) is 'Sets the portal credentials of a GSTIN and answers them without secrets';
