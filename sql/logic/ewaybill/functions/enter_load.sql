-- Why: the ledger of what each vehicle carries follows the portal: a group it began, a vehicle it took, a load handed over.
-- Called by: ewaybill.settle_bill_change.
create or replace function ewaybill.enter_load(p_change ewaybill.changes, p_at timestamptz, p_group_no integer) returns void
language sql
set search_path = ''
as $$
  insert into ewaybill.vehicle_groups (tenant_id, e_way_bill_id, group_no, total_quantity, unit, movement, started_at)
  select p_change.tenant_id, p_change.e_way_bill_id, p_group_no, (p_change.request ->> 'totalQuantity')::numeric, p_change.request ->> 'unit',
         p_change.request - array['totalQuantity', 'unit'], p_at
  where p_change.change = 'start_multi_vehicle'
  on conflict (tenant_id, e_way_bill_id, group_no) do nothing;
  with handed_over as (
    update ewaybill.vehicle_loads as o
    set replaced_at = p_at
    from ewaybill.vehicle_groups as g
    where p_change.change = 'replace_vehicle' and g.tenant_id = p_change.tenant_id and g.e_way_bill_id = p_change.e_way_bill_id
      and g.group_no = (p_change.request ->> 'groupNo')::int and o.tenant_id = g.tenant_id and o.vehicle_group_id = g.id and o.replaced_at is null
      and ewaybill.carries(o, p_change.request ->> 'oldVehicleNumber', p_change.request ->> 'oldDocumentNumber')
    returning o.vehicle_group_id, o.quantity
  )
  insert into ewaybill.vehicle_loads (tenant_id, vehicle_group_id, vehicle_number, document_number, quantity, added_at)
  select p_change.tenant_id, l.vehicle_group_id, ewaybill.vehicle_number(p_change.request ->> 'vehicleNumber'), p_change.request ->> 'documentNumber', l.quantity, p_at
  from (
    select vehicle_group_id, quantity from handed_over
    union all
    select g.id, (p_change.request ->> 'quantity')::numeric from ewaybill.vehicle_groups as g
    where p_change.change = 'add_vehicle' and g.tenant_id = p_change.tenant_id and g.e_way_bill_id = p_change.e_way_bill_id
      and g.group_no = (p_change.request ->> 'groupNo')::int
  ) as l
$$;
comment on function ewaybill.enter_load(ewaybill.changes, timestamptz, integer) is 'Enters into the ledger of vehicles what the portal took';
