-- Why: a load is known by its vehicle by road, by its transport document otherwise.
create or replace function ewaybill.carries(p_load ewaybill.vehicle_loads, p_vehicle text, p_document text) returns boolean
language sql immutable parallel safe
set search_path = ''
as $$
  select coalesce(p_load.vehicle_number, '') = coalesce(ewaybill.vehicle_number(p_vehicle), '') and coalesce(p_load.document_number, '') = coalesce(p_document, '')
$$;
comment on function ewaybill.carries(ewaybill.vehicle_loads, text, text) is 'Whether a load is that of this vehicle or transport document';
