-- Why: goods of one bill go on in several vehicles: the movement is begun at the portal, then each vehicle told with its
-- quantity, one call after the other; what waits for its turn is queued behind it.
-- Called by: POST /api/ewaybill/{ewbNumber}/multi-vehicle. Locks: the bill. No row where there is none.
-- Refuses: what ewaybill.check_change refuses, e_way_quantity_too_large, e_way_vehicle_named_twice.
create or replace function ewaybill.request_multi_vehicle(p_number text, p_request jsonb) returns table (change_id uuid, e_way_bill_id uuid)
language plpgsql
set search_path = ''
as $$
declare
  v_asked record;
  v_vehicle record;
  v_loaded numeric := (select sum((v ->> 'quantity')::numeric) from jsonb_array_elements(p_request -> 'vehicles') as v);
begin
  select * into v_asked from ewaybill.request_change(p_number, 'start_multi_vehicle', p_request - 'vehicles');
  if not found then
    return;
  elsif v_loaded > (p_request ->> 'totalQuantity')::numeric then
    perform core.refuse('e_way_quantity_too_large', '/vehicles', jsonb_build_object('quantity', v_loaded, 'left', (p_request ->> 'totalQuantity')::numeric));
  elsif (select count(*) > count(distinct (ewaybill.vehicle_number(v ->> 'vehicleNumber'), v ->> 'documentNumber')) from jsonb_array_elements(p_request -> 'vehicles') as v) then
    perform core.refuse('e_way_vehicle_named_twice', '/vehicles', '{}');
  end if;
  for v_vehicle in select v.told, v.at from jsonb_array_elements(p_request -> 'vehicles') with ordinality as v(told, at) loop
    perform ewaybill.check_transport(jsonb_build_object('mode', p_request ->> 'mode') || v_vehicle.told, true, '/vehicles/' || v_vehicle.at - 1);
    insert into ewaybill.changes (tenant_id, e_way_bill_id, change, request, payload, status, requested_by, requested_at)
    values (core.current_tenant(), v_asked.e_way_bill_id, 'add_vehicle', v_vehicle.told, '{}', 'queued', core.current_user_id(), core.now());
  end loop;
  return query select v_asked.change_id, v_asked.e_way_bill_id;
end $$;
comment on function ewaybill.request_multi_vehicle(text, jsonb) is 'Records a movement in several vehicles; no row where the tenant has no such bill';
