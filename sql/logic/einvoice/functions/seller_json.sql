-- Why: the supplier as the portal wants it (SellerDtls): the registration the voucher was issued under.
create or replace function einvoice.seller_json(p_voucher billing.vouchers) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object(
    'Gstin', g.gstin, 'LglNm', einvoice.portal_text(c.legal_name, 3, 100), 'TrdNm', einvoice.portal_text(coalesce(g.trade_name, c.trade_name), 3, 100),
    'Addr1', address.line_1, 'Addr2', address.line_2,
    'Loc', coalesce(einvoice.portal_text(g.city, 3, 50), s.name), 'Pin', g.pincode::int, 'Stcd', g.state_code)
  from core.company_gstins as g
  join core.companies as c on c.tenant_id = g.tenant_id and c.id = g.company_id
  join gst.states as s on s.code = g.state_code
  cross join lateral einvoice.address_lines(g.address) as address
  where g.tenant_id = (p_voucher).tenant_id and g.gstin = (p_voucher).company_gstin
$$;
comment on function einvoice.seller_json(billing.vouchers) is 'SellerDtls of a voucher';
