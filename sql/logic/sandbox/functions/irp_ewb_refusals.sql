-- Why: what the invoice portal says to an e-way bill asked for with a document or by its IRN. The document is registered all
-- the same. Called by: sandbox.make_irp_ewb, tests. Source: NIC's list of validations, codes 4009 to 4040.
-- Distances are judged by sandbox.pin_distances alone: those made up would refuse what is true.
create or replace function sandbox.irp_ewb_refusals(p_document jsonb, p_wish jsonb, p_now timestamptz) returns table (code text, message text)
language sql stable
set search_path = ''
as $$
  with d as (
    select p_document #>> '{DocDtls,Typ}' as type, sandbox.irp_date(p_document #>> '{DocDtls,Dt}') as dated, p_document #>> '{TranDtls,SupTyp}' like 'EXPW%' as is_export,
           p_wish ->> 'TransMode' as mode, p_wish ->> 'VehNo' as vehicle, p_wish ->> 'VehType' as vehicle_type, p_wish ->> 'TransId' as transporter,
           p_wish ->> 'TransDocNo' as document, p_wish ->> 'TransDocDt' as day_text, sandbox.irp_date(p_wish ->> 'TransDocDt') as day,
           (p_wish ->> 'Distance')::numeric as distance, (p_now at time zone 'Asia/Kolkata')::date as today,
           coalesce(nullif(p_wish -> 'ExpShipDtls', 'null'), nullif(p_document -> 'ShipDtls', 'null')) as ship,
           coalesce(nullif(p_wish -> 'DispDtls', 'null'), nullif(p_document -> 'DispDtls', 'null')) as dispatch
  ), f as (
    select d.*, floor((coalesce(d.dispatch, p_document -> 'SellerDtls') ->> 'Pin')::numeric)::int as from_pin, floor((coalesce(d.ship, p_document -> 'BuyerDtls') ->> 'Pin')::numeric)::int as to_pin,
           d.ship ->> 'Stcd' as ship_state, d.dispatch ->> 'Stcd' as dispatch_state
    from d
  ), g as (
    select f.*, known.km, sandbox.ewb_distance(f.from_pin, f.to_pin) as pin_to_pin
    from f left join sandbox.pin_distances as known on known.from_pin = f.from_pin and known.to_pin = f.to_pin
  )
  select distinct r.code, replace(replace(e.message, '{0}', coalesce(r.first, '')), '{1}', coalesce(r.second, ''))
  from g
  cross join lateral (values
    ('4010', null, null, g.type <> 'INV'),
    ('4009', null, null, g.type = 'INV' and not exists (
      select from jsonb_array_elements(p_document -> 'ItemList') as i where i ->> 'IsServc' = 'N' and i ->> 'HsnCd' not like '99%')),
    ('4018', null, null, g.transporter is not null and not sandbox.gstin_check_digit_fits(g.transporter)
      and not exists (select from sandbox.irp_taxpayers as t where t.gstin = g.transporter)),
    ('4019', null, null, g.transporter is null and g.vehicle is null and g.document is null),
    ('4028', null, null, g.mode is null and (g.vehicle is not null or g.document is not null)),
    ('4011', null, null, g.mode = '1' and g.vehicle is null),
    ('4014', null, null, g.vehicle is not null and not sandbox.ewb_vehicle_is_one(upper(g.vehicle))),
    ('4022', null, null, g.mode = '1' and g.vehicle is not null and g.vehicle_type is null),
    ('4012', null, null, g.mode in ('2', '3') and g.document is null),
    ('4023', null, null, g.mode in ('2', '3') and g.day_text is null),
    ('4024', null, null, g.vehicle_type = 'O' and g.mode in ('2', '3')),
    ('4039', null, null, g.vehicle_type = 'R' and g.mode = '4'),
    ('4040', null, null, g.mode = '4' and g.vehicle is null and g.document is null),
    ('4017', null, null, g.day_text is not null and g.day is null),
    ('4016', null, null, g.day > g.today),
    ('4021', null, null, g.day < g.dated),
    ('4029', null, null, g.distance = 0 and g.from_pin = g.to_pin and g.from_pin <> 999999),
    ('4034', null, null, g.distance = 0 and 999999 in (g.from_pin, g.to_pin)),
    ('4030', g.from_pin::text, g.to_pin::text, g.distance = 0 and g.from_pin <> g.to_pin and g.pin_to_pin is null),
    ('4038', null, null, g.distance > 100 and g.from_pin = g.to_pin or g.distance > g.km * 1.1),
    ('4013', null, null, g.distance > 0 and g.distance < g.km * 0.9),
    ('4031', null, null, g.is_export and g.ship is null),
    ('4032', null, null, g.ship_state = '96'),
    ('4033', null, null, g.ship is not null and g.to_pin = 999999),
    ('4035', null, null, g.dispatch_state = '96'),
    ('4036', null, null, g.dispatch is not null and g.from_pin = 999999),
    ('4015', p_document #>> '{SellerDtls,Gstin}', null, exists (select from sandbox.irp_taxpayers as t
      where t.block_status = 'B' and t.gstin in (p_document #>> '{SellerDtls,Gstin}', p_document #>> '{BuyerDtls,Gstin}', g.transporter)))
  ) as r(code, first, second, applies)
  join sandbox.irp_errors as e on e.code = r.code
  where r.applies
  order by 1, 2
$$;
comment on function sandbox.irp_ewb_refusals(jsonb, jsonb, timestamptz) is 'What an e-way bill breaks that is asked for with an INV-01 document: code and sentence; p_wish is EwbDtls';
