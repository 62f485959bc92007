-- Why: goods of one bill in several vehicles: a group carries no more than the bill has of the unit (the portal's errors 399,
-- 400, 413), a vehicle no more than is left of its group; what takes over from a vehicle takes over from one that carries.
-- Called by: ewaybill.check_change. Refuses: e_way_bill_has_no_part_b, e_way_vehicle_group_unknown, e_way_unit_not_on_bill,
-- e_way_quantity_too_large, e_way_vehicle_not_in_group, and what ewaybill.check_transport refuses.
create or replace function ewaybill.check_multi_vehicle(p_bill ewaybill.e_way_bills, p_change text, p_request jsonb) returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_group record;
  v_left numeric;
begin
  if p_change = 'start_multi_vehicle' then
    if p_bill.valid_until is null then
      perform core.refuse('e_way_bill_has_no_part_b', null, '{}');
    end if;
    select sum(l.quantity) into v_left from billing.voucher_lines as l
    where l.tenant_id = p_bill.tenant_id and l.voucher_id = p_bill.voucher_id and l.unit = p_request ->> 'unit';
    if v_left is null then
      perform core.refuse('e_way_unit_not_on_bill', '/unit', jsonb_build_object('unit', p_request ->> 'unit'));
    elsif (p_request ->> 'totalQuantity')::numeric > v_left then
      perform core.refuse('e_way_quantity_too_large', '/totalQuantity', jsonb_build_object('quantity', (p_request ->> 'totalQuantity')::numeric, 'left', trim_scale(v_left)));
    end if;
    return;
  end if;
  select g.*, g.total_quantity - coalesce(l.carried, 0) as left_over into v_group
  from ewaybill.vehicle_groups as g
  left join lateral (select sum(o.quantity) as carried from ewaybill.vehicle_loads as o
                     where o.tenant_id = g.tenant_id and o.vehicle_group_id = g.id and o.replaced_at is null) as l on true
  where g.tenant_id = p_bill.tenant_id and g.e_way_bill_id = p_bill.id and g.group_no = (p_request ->> 'groupNo')::int;
  if not found then
    perform core.refuse('e_way_vehicle_group_unknown', '/groupNo', jsonb_build_object('groupNo', p_request ->> 'groupNo'));
  elsif p_change = 'add_vehicle' and (p_request ->> 'quantity')::numeric > v_group.left_over then
    perform core.refuse('e_way_quantity_too_large', '/quantity', jsonb_build_object('quantity', (p_request ->> 'quantity')::numeric, 'left', trim_scale(v_group.left_over)));
  elsif p_change = 'replace_vehicle' and not exists (
      select from ewaybill.vehicle_loads as o
      where o.tenant_id = v_group.tenant_id and o.vehicle_group_id = v_group.id and o.replaced_at is null
        and ewaybill.carries(o, p_request ->> 'oldVehicleNumber', p_request ->> 'oldDocumentNumber')) then
    perform core.refuse('e_way_vehicle_not_in_group', '/oldVehicleNumber', jsonb_build_object('vehicleNumber', p_request ->> 'oldVehicleNumber'));
  end if;
  perform ewaybill.check_transport(jsonb_build_object('mode', v_group.movement ->> 'mode') || p_request, true, '');
end $$;
comment on function ewaybill.check_multi_vehicle(ewaybill.e_way_bills, text, jsonb) is 'Refuses more than a bill or a group has, and what does not carry';
