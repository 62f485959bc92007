-- Why: a change of a bill in the portal's words. Called by: ewaybill.request_change, plan_extension, begin_planned, record_change.
-- In transit (mode 5) the goods stand somewhere and no vehicle is told; in movement the vehicle is the last one, if none is told.
create or replace function ewaybill.change_payload(p_number text, p_change text, p_transport jsonb, p_request jsonb) returns text
language sql stable
set search_path = ''
as $$
  select (jsonb_build_object('ewbNo', p_number::bigint) || jsonb_strip_nulls(case p_change
    when 'cancel' then jsonb_build_object('cancelRsnCode', (p_request ->> 'reasonCode')::int, 'cancelRmrk', p_request ->> 'remarks')
    when 'update_transporter' then jsonb_build_object('transporterId', p_request ->> 'transporterId')
    when 'update_vehicle' then jsonb_build_object('fromPlace', p_request ->> 'fromPlace', 'fromState', (p_request ->> 'fromState')::int,
      'reasonCode', p_request ->> 'reasonCode', 'reasonRem', p_request ->> 'remarks') || (ewaybill.transport_json(p_request) - 'transporterId' - 'transporterName')
    when 'extend' then jsonb_build_object('fromPlace', p_request ->> 'fromPlace', 'fromState', (p_request ->> 'fromState')::int,
      'fromPincode', (p_request ->> 'fromPincode')::int, 'remainingDistance', (p_request ->> 'remainingKm')::int,
      'extnRsnCode', (p_request ->> 'reasonCode')::int, 'extnRemarks', p_request ->> 'remarks',
      'vehicleNo', '', 'transDocNo', '', 'transDocDate', '', 'transitType', '', 'addressLine1', '', 'addressLine2', '', 'addressLine3', '')
      || case when p_request -> 'inTransit' is null
           then (ewaybill.transport_json(p_transport || p_request) - array['transporterId', 'transporterName', 'vehicleType']) || '{"consignmentStatus": "M"}'
           else jsonb_build_object('transMode', '5', 'consignmentStatus', 'T', 'vehicleNo', coalesce(ewaybill.vehicle_number(p_transport ->> 'vehicleNumber'), ''),
             'transitType', case p_request #>> '{inTransit,at}' when 'road' then 'R' when 'warehouse' then 'W' else 'O' end,
             'addressLine1', p_request #>> '{inTransit,addressLine1}', 'addressLine2', p_request #>> '{inTransit,addressLine2}',
             'addressLine3', p_request #>> '{inTransit,addressLine3}') end
    when 'start_multi_vehicle' then jsonb_build_object('reasonCode', p_request ->> 'reasonCode', 'reasonRem', p_request ->> 'remarks',
      'fromPlace', p_request ->> 'fromPlace', 'fromState', (p_request ->> 'fromState')::int, 'toPlace', p_request ->> 'toPlace', 'toState', (p_request ->> 'toState')::int,
      'transMode', ewaybill.mode_code(p_request ->> 'mode'), 'totalQuantity', (p_request ->> 'totalQuantity')::numeric, 'unitCode', p_request ->> 'unit')
    when 'add_vehicle' then jsonb_build_object('groupNo', p_request ->> 'groupNo', 'vehicleNo', ewaybill.vehicle_number(p_request ->> 'vehicleNumber'),
      'transDocNo', p_request ->> 'documentNumber', 'transDocDate', to_char((p_request ->> 'documentDate')::date, 'DD/MM/YYYY'), 'quantity', (p_request ->> 'quantity')::numeric)
    when 'replace_vehicle' then jsonb_build_object('groupNo', (p_request ->> 'groupNo')::int, 'oldvehicleNo', ewaybill.vehicle_number(p_request ->> 'oldVehicleNumber'),
      'newVehicleNo', ewaybill.vehicle_number(p_request ->> 'vehicleNumber'), 'oldTranNo', p_request ->> 'oldDocumentNumber', 'newTranNo', p_request ->> 'documentNumber',
      'fromPlace', p_request ->> 'fromPlace', 'fromState', (p_request ->> 'fromState')::int, 'reasonCode', p_request ->> 'reasonCode', 'reasonRem', p_request ->> 'remarks')
    else '{}' end))::text
$$;
comment on function ewaybill.change_payload(text, text, jsonb, jsonb) is 'The action''s body for a bill as JSON text: VEHEWB, UPDATETRANSPORTER, EXTENDVALIDITY, CANEWB, REJEWB or MULTIVEH…';
