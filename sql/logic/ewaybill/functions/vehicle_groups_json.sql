-- Why: the ledger of vehicles of a bill: of each group, what it carries in all, what is left to load, and which vehicle has how
-- much; null where it never travelled in several. Called by: ewaybill.e_way_bill_json.
create or replace function ewaybill.vehicle_groups_json(p_bill_id uuid) returns json
language sql stable
set search_path = ''
as $$
  select json_agg(json_build_object('groupNo', g.group_no, 'unit', g.unit, 'totalQuantity', trim_scale(g.total_quantity),
    'remainingQuantity', trim_scale(g.total_quantity - coalesce(l.carried, 0)), 'movement', g.movement, 'startedAt', g.started_at, 'vehicles', coalesce(l.list, '[]')) order by g.group_no)
  from ewaybill.vehicle_groups as g
  left join lateral (
    select sum(o.quantity) filter (where o.replaced_at is null) as carried,
           json_agg(json_strip_nulls(json_build_object('vehicleNumber', o.vehicle_number, 'documentNumber', o.document_number, 'quantity', trim_scale(o.quantity),
             'addedAt', o.added_at, 'replacedAt', o.replaced_at)) order by o.id) as list
    from ewaybill.vehicle_loads as o where o.tenant_id = g.tenant_id and o.vehicle_group_id = g.id) as l on true
  where g.tenant_id = (select core.current_tenant()) and g.e_way_bill_id = p_bill_id
$$;
comment on function ewaybill.vehicle_groups_json(uuid) is 'Which vehicle carries how much of a bill, as JSON';
