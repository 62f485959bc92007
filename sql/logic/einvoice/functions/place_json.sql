-- Why: where goods are shipped to or dispatched from as the portal wants it (ShipDtls, DispDtls); left out where it does
-- not have all that the portal must be told. p_name_key is what the portal calls the name there.
create or replace function einvoice.place_json(p_place jsonb, p_name_key text) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object(p_name_key, einvoice.portal_text(p_place ->> 'name', 3, 100), 'Gstin', case when p_name_key = 'LglNm' then p_place ->> 'gstin' end,
    'Addr1', address.line_1, 'Addr2', address.line_2, 'Loc', einvoice.portal_text(p_place ->> 'city', 3, 100), 'Pin', (p_place ->> 'pincode')::int,
    'Stcd', p_place ->> 'stateCode')
  from einvoice.address_lines(p_place ->> 'address') as address
  where p_place ->> 'name' is not null and p_place ->> 'address' is not null and p_place ->> 'city' is not null and p_place ->> 'pincode' is not null
$$;
comment on function einvoice.place_json(jsonb, text) is 'ShipDtls or DispDtls of a place; null where it is incomplete';
