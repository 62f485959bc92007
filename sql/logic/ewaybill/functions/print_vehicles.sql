-- Why: Part B on paper, every entry of it, the latest first as the portal lists them: how the bill was made, each vehicle
-- since, and where its goods travel in several, what each carries. Called by: ewaybill.print_document.
create or replace function ewaybill.print_vehicles(p_bill ewaybill.e_way_bills, p_from_place text) returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
           'mode', coalesce(e.part ->> 'mode', 'road'), 'vehicleNumber', ewaybill.vehicle_number(e.part ->> 'vehicleNumber'),
           'documentNumber', e.part ->> 'documentNumber', 'documentDate', e.part ->> 'documentDate', 'fromPlace', coalesce(e.part ->> 'fromPlace', p_from_place),
           'enteredAt', ewaybill.india_time(e.at), 'quantity', e.quantity)) order by e.at desc, e.turn desc), '[]')
  from (
    select (p_bill).first_transport as part, (p_bill).generated_at as at, null::text as quantity, 0 as turn
    union all
    select (p_bill).first_transport || h.request, h.finished_at, null, 1
    from ewaybill.changes as h
    where h.tenant_id = (p_bill).tenant_id and h.e_way_bill_id = (p_bill).id and h.status = 'done' and h.change in ('update_vehicle', 'extend')
      and (h.request ? 'vehicleNumber' or h.request ? 'documentNumber')
    union all
    select g.movement || jsonb_strip_nulls(jsonb_build_object('vehicleNumber', o.vehicle_number, 'documentNumber', o.document_number)), o.added_at,
           trim_scale(o.quantity) || ' ' || g.unit, 2
    from ewaybill.vehicle_groups as g
    join ewaybill.vehicle_loads as o on o.tenant_id = g.tenant_id and o.vehicle_group_id = g.id
    where g.tenant_id = (p_bill).tenant_id and g.e_way_bill_id = (p_bill).id
  ) as e
  where e.part ->> 'vehicleNumber' is not null or e.part ->> 'documentNumber' is not null
$$;
comment on function ewaybill.print_vehicles(ewaybill.e_way_bills, text) is 'Entries of Part B, as printed';
