-- Why: where goods are dispatched from, shipped to and leave the country, and what currency they are sold in, must stand in the
-- portal's masters; an export is shipped to its place of exit, not abroad.
-- Called by: einvoice.validate_payloads. Source: NIC's list of validations.
create or replace function einvoice.check_places(p_payloads jsonb[]) returns table (ordinal bigint, code text, pointer text, subject text, facts jsonb)
language sql stable rows 5
set search_path = ''
as $$
  select f.ordinal, r.code, r.pointer, r.given, jsonb_build_object('given', r.given)
  from (select p.ordinal, d ->> 'Stcd' as dispatch_state, s ->> 'Stcd' as ship_state, p.payload #>> '{TranDtls,SupTyp}' as supply, e ->> 'Port' as port, e ->> 'CntCode' as country, e ->> 'ForCur' as currency
        from unnest(p_payloads) with ordinality as p(payload, ordinal)
        cross join lateral (select p.payload -> 'DispDtls' as d, p.payload -> 'ShipDtls' as s, p.payload -> 'ExpDtls' as e) as parts) as f
  cross join lateral (values
    ('2200', '/DispDtls/Stcd', f.dispatch_state, not exists (select from gst.states as s where s.code = lpad(f.dispatch_state, 2, '0') and core.today() <= coalesce(s.valid_to, 'infinity'))),
    ('2200', '/ShipDtls/Stcd', f.ship_state, not exists (select from gst.states as s where s.code = lpad(f.ship_state, 2, '0') and core.today() <= coalesce(s.valid_to, 'infinity'))),
    ('2236', '/ShipDtls/Stcd', f.ship_state, f.supply in ('EXPWP', 'EXPWOP') and f.ship_state = '96'),
    ('2201', '/ExpDtls/Port', f.port, not exists (select from gst.ports as p where p.code = upper(f.port))),
    ('2202', '/ExpDtls/CntCode', f.country, not exists (select from gst.countries as c where c.code = f.country)),
    ('2203', '/ExpDtls/ForCur', f.currency, not exists (select from gst.currencies as c where c.code = upper(f.currency)))
  ) as r(code, pointer, given, applies)
  where r.given is not null and r.applies
$$;
comment on function einvoice.check_places(jsonb[]) is 'The portal''s codes for places, ports, countries and currencies its masters do not have';
