-- Why: what the portal would say to the e-way bill asked for with a document (EwbDtls). Such a document it registers all the
-- same, and makes no bill (EWBERR): a fault whose pointer begins with /EwbDtls stops the bill, not the IRN. What it alone
-- knows (who is blocked, which transporter is enrolled, distances between PIN codes) cannot be judged here.
-- Called by: einvoice.validate_payloads. Source: NIC's list of validations, codes 4009 to 4040.
create or replace function einvoice.check_ewb(p_payloads jsonb[]) returns table (ordinal bigint, code text, pointer text, subject text, facts jsonb)
language sql stable rows 5
set search_path = ''
as $$
  with asked as (
    select p.ordinal, p.payload, w ->> 'TransMode' as mode, w ->> 'VehNo' as vehicle, w ->> 'VehType' as vehicle_type, w ->> 'TransId' as transporter, w ->> 'TransDocNo' as document,
           w ->> 'TransDocDt' as day_text, einvoice.portal_date(w ->> 'TransDocDt') as day, (w ->> 'Distance')::numeric as distance,
           einvoice.portal_date(p.payload #>> '{DocDtls,Dt}') as dated, p.payload #>> '{TranDtls,SupTyp}' in ('EXPWP', 'EXPWOP') as is_export,
           jsonb_typeof(p.payload -> 'ShipDtls') is not distinct from 'object' as has_ship, jsonb_typeof(p.payload -> 'DispDtls') is not distinct from 'object' as has_dispatch
    from unnest(p_payloads) with ordinality as p(payload, ordinal)
    cross join lateral (select p.payload -> 'EwbDtls' as w) as wish
    where jsonb_typeof(w) = 'object'
  ), placed as (
    select a.*, floor((a.payload #>> array[case when a.has_dispatch then 'DispDtls' else 'SellerDtls' end, 'Pin'])::numeric) as from_pin,
           floor((a.payload #>> array[case when a.has_ship then 'ShipDtls' else 'BuyerDtls' end, 'Pin'])::numeric) as to_pin
    from asked as a
  )
  select a.ordinal, r.code, r.pointer, null::text, jsonb_strip_nulls(r.facts)
  from placed as a
  cross join lateral (values
    ('4010', '/EwbDtls', jsonb_build_object('documentType', a.payload #>> '{DocDtls,Typ}'), a.payload #>> '{DocDtls,Typ}' <> 'INV'),
    ('4009', '/EwbDtls', '{}', a.payload #>> '{DocDtls,Typ}' = 'INV' and not exists (
      select from jsonb_array_elements(a.payload -> 'ItemList') as i where i ->> 'IsServc' = 'N' and not starts_with(i ->> 'HsnCd', '99'))),
    ('4018', '/EwbDtls/TransId', jsonb_build_object('given', a.transporter), (select d from gst.check_digit(a.transporter) as d) <> right(a.transporter, 1)),
    ('4019', '/EwbDtls/TransId', '{}', coalesce(a.transporter, a.vehicle, a.document) is null),
    ('4028', '/EwbDtls/TransMode', '{}', a.mode is null and coalesce(a.vehicle, a.document) is not null),
    ('4011', '/EwbDtls/VehNo', '{}', a.mode = '1' and a.vehicle is null),
    ('4014', '/EwbDtls/VehNo', jsonb_build_object('given', a.vehicle), upper(a.vehicle) !~
      '^([A-Z]{2}[0-9]{2}[A-Z]{0,3}[0-9]{4}|[A-Z]{3}[0-9]{4}|[A-Z]{2}[0-9]{3}[A-Z][0-9]{4}|[0-9]{2}BH[0-9]{4}[A-Z]{1,2}|DF[A-Z0-9]{4,13}|(TM|BP|NP)[A-Z0-9]{5,13})$'),
    ('4022', '/EwbDtls/VehType', '{}', a.mode = '1' and a.vehicle is not null and a.vehicle_type is null),
    ('4012', '/EwbDtls/TransDocNo', jsonb_build_object('mode', a.mode), a.mode in ('2', '3') and a.document is null),
    ('4023', '/EwbDtls/TransDocDt', jsonb_build_object('mode', a.mode), a.mode in ('2', '3') and a.day_text is null),
    ('4024', '/EwbDtls/VehType', jsonb_build_object('mode', a.mode), a.mode in ('2', '3') and a.vehicle_type = 'O'),
    ('4039', '/EwbDtls/VehType', '{}', a.mode = '4' and a.vehicle_type = 'R'),
    ('4040', '/EwbDtls/VehNo', '{}', a.mode = '4' and coalesce(a.vehicle, a.document) is null),
    ('4017', '/EwbDtls/TransDocDt', jsonb_build_object('given', a.day_text), a.day_text is not null and a.day is null),
    ('4016', '/EwbDtls/TransDocDt', jsonb_build_object('given', a.day, 'today', core.today()), a.day > core.today()),
    ('4021', '/EwbDtls/TransDocDt', jsonb_build_object('given', a.day, 'earliest', a.dated), a.day < a.dated),
    ('4029', '/EwbDtls/Distance', jsonb_build_object('pin', a.to_pin), a.distance = 0 and a.from_pin = a.to_pin and a.to_pin <> 999999),
    ('4034', '/EwbDtls/Distance', '{}', a.distance = 0 and 999999 in (a.from_pin, a.to_pin)),
    ('4038', '/EwbDtls/Distance', jsonb_build_object('given', a.distance, 'most', 100), a.distance > 100 and a.from_pin = a.to_pin),
    ('4031', '/ShipDtls', '{}', a.is_export and not a.has_ship),
    ('4032', '/ShipDtls/Stcd', '{}', a.payload #>> '{ShipDtls,Stcd}' = '96'),
    ('4033', '/ShipDtls/Pin', '{}', a.has_ship and a.to_pin = 999999),
    ('4035', '/DispDtls/Stcd', '{}', a.payload #>> '{DispDtls,Stcd}' = '96'),
    ('4036', '/DispDtls/Pin', '{}', a.has_dispatch and a.from_pin = 999999)
  ) as r(code, pointer, facts, applies)
  where r.applies
$$;
comment on function einvoice.check_ewb(jsonb[]) is 'The portal''s codes for the e-way bills asked for with a batch of documents';
