-- Why: the supplier as printed: a registration of ours, with the company's names and bank.
create or replace function billing.print_company(p_gstin text) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object(
    'legalName', c.legal_name, 'tradeName', coalesce(g.trade_name, c.trade_name), 'gstin', g.gstin, 'pan', c.pan, 'address', g.address,
    'city', g.city, 'pincode', g.pincode, 'stateCode', g.state_code, 'stateName', s.name, 'email', c.email, 'phone', c.phone, 'bank', c.bank)
  from core.company_gstins as g
  join core.companies as c on c.tenant_id = g.tenant_id and c.id = g.company_id
  join gst.states as s on s.code = g.state_code
  where g.tenant_id = (select core.current_tenant()) and g.gstin = p_gstin
$$;
comment on function billing.print_company(text) is 'A registration of the company as printed';
