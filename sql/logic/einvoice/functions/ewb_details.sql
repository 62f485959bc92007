-- Why: the transport of a bill in the invoice portal's words: EwbDtls of INV-01, and, with the IRN beside it, the request of a
-- bill by IRN. Without a vehicle or transport document it asks for Part A alone. Distance 0: as the portal measures it.
-- Called by: einvoice.payload, ewaybill.claim_by_irn.
create or replace function einvoice.ewb_details(p_transport jsonb) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_strip_nulls(jsonb_build_object(
    'TransId', t ->> 'transporterId', 'TransName', einvoice.portal_text(t ->> 'transporterName', 3, 100), 'TransMode', t ->> 'transMode',
    'Distance', coalesce((p_transport ->> 'distanceKm')::int, 0), 'TransDocNo', t ->> 'transDocNo', 'TransDocDt', t ->> 'transDocDate',
    'VehNo', t ->> 'vehicleNo', 'VehType', t ->> 'vehicleType'))
  from ewaybill.transport_json(p_transport) as t
$$;
comment on function einvoice.ewb_details(jsonb) is 'EwbDtls of a transport';
