-- Why: the supplier as printed: the registration the voucher was issued under, with the company's names and bank.
create or replace function billing.print_company(p_voucher billing.vouchers) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object(
    'legalName', c.legal_name, 'tradeName', coalesce(g.trade_name, c.trade_name), 'gstin', g.gstin, 'pan', c.pan, 'address', g.address,
    'city', g.city, 'pincode', g.pincode, 'stateCode', g.state_code, 'stateName', s.name, 'email', c.email, 'phone', c.phone, 'bank', c.bank)
  from core.company_gstins as g
  join core.companies as c on c.tenant_id = g.tenant_id and c.id = g.company_id
  join gst.states as s on s.code = g.state_code
  where g.tenant_id = (p_voucher).tenant_id and g.gstin = (p_voucher).company_gstin
$$;
comment on function billing.print_company(billing.vouchers) is 'The supplier of a voucher as printed';
