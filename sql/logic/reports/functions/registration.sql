-- Why: returns are made a registration: the one that is named, else the company's default one. A registration that pays
-- under composition files CMP-08 and GSTR-4, and no GSTR-1.
-- Refuses: company_gstin_unknown, company_not_set_up; composition_files_no_gstr1 where a return is wanted.
create or replace function reports.registration(p_gstin text, p_for_return boolean default false) returns text
language plpgsql stable parallel safe
set search_path = ''
as $$
declare
  v_gstin text;
  v_composition boolean;
begin
  select g.gstin, c.composition or g.registration_type = 'composition' into v_gstin, v_composition
  from core.company_gstins as g
  join core.companies as c on c.tenant_id = g.tenant_id and c.id = g.company_id
  where g.tenant_id = (select core.current_tenant()) and (g.gstin = upper(p_gstin) or p_gstin is null and g.is_default);
  if v_gstin is null then
    perform core.refuse(case when p_gstin is null then 'company_not_set_up' else 'company_gstin_unknown' end, '/gstin',
                        jsonb_build_object('companyGstin', p_gstin));
  elsif p_for_return and v_composition then
    perform core.refuse('composition_files_no_gstr1', '/gstin', jsonb_build_object('companyGstin', v_gstin));
  end if;
  return v_gstin;
end $$;
comment on function reports.registration(text, boolean) is 'The registration a report is made for: the named one, else the default';
