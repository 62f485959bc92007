-- Why: an IRN or the number of an e-way bill of another tenant answers 404 like any unknown one, and is written down for a person
-- to look at. Such a number can be read off a printed paper, so audit.record_crossing, which knows only our own ids, does not serve.
-- Called by: domain/shared/not_found.ts, in a transaction of its own, because the request it answers is rolled back.
-- Security definer for the one look across tenants, kept narrow as audit.record_crossing is: one number in one of these tables, yes
-- or no; their policies crossing_check open them to pakka_owner while app.crossing_check is on, for one statement here. Any other
-- table has no numbers to look for. A number that is ours as well is no crossing.
create or replace function audit.record_number_crossing(p_entity text, p_number text) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_crossed boolean;
begin
  perform set_config('app.crossing_check', 'on', true);
  select coalesce(bool_or(o.tenant_id <> core.current_tenant()) and not bool_or(o.tenant_id = core.current_tenant()), false)
    into v_crossed
  from (
    select d.tenant_id from einvoice.irn_details as d where p_entity = 'einvoice.irn_details' and d.irn = p_number
    union all
    select b.tenant_id from ewaybill.e_way_bills as b where p_entity = 'ewaybill.e_way_bills' and b.ewb_number = p_number
    union all
    select c.tenant_id from ewaybill.consolidated_bills as c where p_entity = 'ewaybill.consolidated_bills' and c.consolidated_number = p_number
  ) as o;
  perform set_config('app.crossing_check', '', true);
  if v_crossed then
    perform audit.record_security_event('tenant_crossing', jsonb_build_object('number', p_number), p_entity);
  end if;
  return v_crossed;
end $$;
comment on function audit.record_number_crossing(text, text) is 'Records that this tenant asked for a number of another tenant; true when it really is another''s';
