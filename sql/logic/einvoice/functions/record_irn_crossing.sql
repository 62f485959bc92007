-- Why: an IRN of another tenant answers 404 like any unknown one, and is written down for a person to look at. An IRN can be
-- read off a printed invoice, so audit.record_crossing, which knows only our own ids, does not serve.
-- Called by: domain/einvoice, in a transaction of its own, because the request it answers is rolled back.
-- Security definer for the one look across tenants, kept narrow as audit.record_crossing is: one IRN, yes or no; the policy
-- crossing_check opens einvoice.irn_details to pakka_owner while app.crossing_check is on, for one statement here.
create or replace function einvoice.record_irn_crossing(p_irn text) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_crossed boolean;
begin
  perform set_config('app.crossing_check', 'on', true);
  select coalesce(bool_or(tenant_id <> core.current_tenant()) and not bool_or(tenant_id = core.current_tenant()), false)
    into v_crossed
  from einvoice.irn_details where irn = p_irn;
  perform set_config('app.crossing_check', '', true);
  if v_crossed then
    perform audit.record_security_event('tenant_crossing', jsonb_build_object('irn', p_irn), 'einvoice.irn_details');
  end if;
  return v_crossed;
end $$;
comment on function einvoice.record_irn_crossing(text) is 'Records that this tenant asked for another tenant''s IRN; true when it really is another''s';
