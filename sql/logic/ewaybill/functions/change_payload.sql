-- Why: a change of a bill in the portal's words. Called by: ewaybill.request_change.
create or replace function ewaybill.change_payload(p_number text, p_change text, p_request jsonb) returns text
language sql stable
set search_path = ''
as $$
  select (jsonb_build_object('ewbNo', p_number::bigint) || jsonb_strip_nulls(case p_change
    when 'cancel' then jsonb_build_object('cancelRsnCode', (p_request ->> 'reasonCode')::int, 'cancelRmrk', p_request ->> 'remarks')
    when 'update_transporter' then jsonb_build_object('transporterId', p_request ->> 'transporterId')
    when 'update_vehicle' then jsonb_build_object('fromPlace', p_request ->> 'fromPlace', 'fromState', (p_request ->> 'fromState')::int,
      'reasonCode', p_request ->> 'reasonCode', 'reasonRem', p_request ->> 'remarks') || (ewaybill.transport_json(p_request) - 'transporterId' - 'transporterName')
    else '{}' end))::text
$$;
comment on function ewaybill.change_payload(text, text, jsonb) is 'VEHEWB, UPDATETRANSPORTER or CANEWB of a bill as JSON text';
