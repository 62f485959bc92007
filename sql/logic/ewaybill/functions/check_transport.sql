-- Why: what the portal would refuse of the transport is told before anything is sent (its errors 225, 222, 385, 619, 634, 727
-- and 729). The number of an enrolled transporter (88…) has no check digit to go by.
-- Called by: ewaybill.request_generation, is_complete, request_change.
-- Refuses: vehicle_number_not_valid, over_dimensional_by_road_or_ship, transporter_id_not_valid, transport_document_missing, vehicle_number_missing, transport_missing.
create or replace function ewaybill.check_transport(p_transport jsonb, p_needs_part_b boolean, p_at text) returns void
language plpgsql
set search_path = ''
as $$
declare
  v_vehicle text := ewaybill.vehicle_number(p_transport ->> 'vehicleNumber');
  v_mode text := coalesce(p_transport ->> 'mode', 'road');
  v_transporter text := p_transport ->> 'transporterId';
begin
  if (v_vehicle is null and p_transport ->> 'vehicleNumber' is not null)
     or v_vehicle !~ '^([A-Z]{2}[0-9]{2}[A-Z]{0,3}[0-9]{4}|[A-Z]{3}[0-9]{4}|[A-Z]{2}[0-9]{3}[A-Z][0-9]{4}|[0-9]{2}BH[0-9]{4}[A-Z]{1,2}|DF[A-Z0-9]{4,13}|(TM|BP|NP)[A-Z0-9]{5,13})$' then
    perform core.refuse('vehicle_number_not_valid', p_at || '/vehicleNumber', jsonb_build_object('vehicleNumber', p_transport ->> 'vehicleNumber'));
  elsif v_transporter !~ '^[0-9]{2}[0-9A-Z]{13}$' or (left(v_transporter, 2) <> '88' and (select d from gst.check_digit(v_transporter) as d) <> right(v_transporter, 1)) then
    perform core.refuse('transporter_id_not_valid', p_at || '/transporterId', jsonb_build_object('transporterId', v_transporter));
  elsif p_transport ->> 'vehicleType' = 'over_dimensional' and v_mode not in ('road', 'ship') then
    perform core.refuse('over_dimensional_by_road_or_ship', p_at || '/vehicleType', jsonb_build_object('mode', v_mode));
  elsif v_mode = 'ship' and p_transport ->> 'documentNumber' is not null and p_transport ->> 'documentDate' is null then
    perform core.refuse('transport_document_missing', p_at || '/documentDate', jsonb_build_object('mode', v_mode));
  elsif v_mode in ('rail', 'air') and (p_needs_part_b or v_transporter is null) and (p_transport ->> 'documentNumber' is null or p_transport ->> 'documentDate' is null) then
    perform core.refuse('transport_document_missing', p_at || '/documentNumber', jsonb_build_object('mode', v_mode));
  elsif p_needs_part_b and v_mode = 'road' and v_vehicle is null then
    perform core.refuse('vehicle_number_missing', p_at || '/vehicleNumber');
  elsif v_vehicle is null and v_transporter is null and (v_mode = 'road' or p_transport ->> 'documentNumber' is null) then
    perform core.refuse('transport_missing', p_at);
  end if;
end $$;
comment on function ewaybill.check_transport(jsonb, boolean, text) is 'Refuses a transport the portal would not take; p_at is the pointer it stands at';
