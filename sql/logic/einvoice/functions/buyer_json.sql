-- Why: the recipient as the portal wants it (BuyerDtls), from what stood on the voucher that day. Abroad it has no GSTIN
-- (URP), PIN code 999999 and the state code of other countries, 96.
create or replace function einvoice.buyer_json(p_voucher billing.vouchers) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object(
    'Gstin', coalesce((p_voucher).party_gstin, 'URP'), 'LglNm', einvoice.portal_text((p_voucher).party_name, 3, 100),
    'Pos', (p_voucher).place_of_supply, 'Addr1', address.line_1, 'Addr2', address.line_2,
    'Loc', coalesce(einvoice.portal_text(p.city, 3, 100), s.name, case when abroad then 'Abroad' end),
    'Pin', case when abroad then 999999 when p.pincode ~ '^[1-9][0-9]{5}$' then p.pincode::int end, 'Stcd', case when abroad then '96' else (p_voucher).party_state end)
  from (select (p_voucher).party ->> 'address' as address, (p_voucher).party ->> 'city' as city, (p_voucher).party ->> 'pincode' as pincode,
               (p_voucher).supply_category in ('EXPWP', 'EXPWOP') as abroad) as p
  cross join lateral einvoice.address_lines(p.address) as address
  left join gst.states as s on s.code = (p_voucher).party_state
$$;
comment on function einvoice.buyer_json(billing.vouchers) is 'BuyerDtls of a voucher';
