-- Why: Part B in the portal's words. Called by: ewaybill.payload, ewaybill.change_payload.
create or replace function ewaybill.transport_json(p_transport jsonb) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_strip_nulls(jsonb_build_object(
    'transMode', case when part_b.is_there then case t.mode when 'rail' then '2' when 'air' then '3' when 'ship' then '4' else '1' end end,
    'vehicleNo', t.vehicle, 'vehicleType', case when part_b.is_there then case when p_transport ->> 'vehicleType' = 'over_dimensional' or t.mode = 'ship' then 'O' else 'R' end end,
    'transDocNo', p_transport ->> 'documentNumber', 'transDocDate', to_char((p_transport ->> 'documentDate')::date, 'DD/MM/YYYY'),
    'transporterId', p_transport ->> 'transporterId', 'transporterName', einvoice.portal_text(p_transport ->> 'transporterName', 1, 100)))
  from (select p_transport ->> 'mode' as mode, ewaybill.vehicle_number(p_transport ->> 'vehicleNumber') as vehicle) as t
  cross join lateral (select t.vehicle is not null or p_transport ->> 'documentNumber' is not null as is_there) as part_b
$$;
comment on function ewaybill.transport_json(jsonb) is 'Mode, vehicle, transport document and transporter as the portal takes them';
