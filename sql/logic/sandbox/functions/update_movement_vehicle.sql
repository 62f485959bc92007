-- Why: one vehicle of a movement is changed for another; what it carries goes with it.
-- Called by: the sandbox portal (MULTIVEHUPD). Locks: the bill.
-- Refuses: 301 no such bill, 406 and 411 movement, 646 not assigned, 817 not active, 848 closed, 311 expired, 307 and 308 reason,
-- 305 and 306 place, 407 and 408 vehicles, 405 no such vehicle.
create or replace function sandbox.update_movement_vehicle(p_gstin text, p_wish jsonb, p_now timestamptz) returns table (code text, answer text)
language plpgsql
set search_path = ''
as $$
declare
  v_row sandbox.ewb_bills;
  v_movement sandbox.ewb_movements;
  v_entry integer;
  v_code text;
begin
  select b.* into v_row from sandbox.ewb_bills as b where b.ewb_no::text = p_wish ->> 'ewbNo' for update;
  select m.* into v_movement from sandbox.ewb_movements as m where m.ewb_no = v_row.ewb_no and m.group_no::text = p_wish ->> 'groupNo';
  select o.entry_no into v_entry from sandbox.ewb_movement_vehicles as o
  where o.ewb_no = v_row.ewb_no and o.group_no = v_movement.group_no
    and case when coalesce(p_wish ->> 'oldvehicleNo', '') <> '' then o.vehicle_no = p_wish ->> 'oldvehicleNo' else o.document_no = p_wish ->> 'oldTranNo' end;
  v_code := case
    when v_row.ewb_no is null then '301'
    when coalesce(p_wish ->> 'groupNo', '0') in ('', '0') then '406'
    when v_movement.ewb_no is null then '411'
    when p_gstin <> v_movement.gstin then '646'
    when v_row.status <> 'ACT' or v_row.is_rejected then '817'
    when v_row.closed_on is not null then '848'
    when v_row.valid_until < p_now then '311'
    when coalesce(p_wish ->> 'reasonCode', '') not in ('1', '2', '3', '4') then '307'
    when coalesce(p_wish ->> 'reasonRem', '') = '' then '308'
    when coalesce(p_wish ->> 'fromPlace', '') = '' then '305'
    when not exists (select from sandbox.irp_states as s where s.code = lpad(p_wish ->> 'fromState', 2, '0')) then '306'
    when coalesce(p_wish ->> 'oldvehicleNo', '') <> '' and not sandbox.ewb_vehicle_is_one(p_wish ->> 'oldvehicleNo') then '407'
    when coalesce(p_wish ->> 'newVehicleNo', '') <> '' and not sandbox.ewb_vehicle_is_one(p_wish ->> 'newVehicleNo') then '408'
    when v_entry is null then '405'
  end;
  if v_code is not null then
    return query select v_code, null::text;
    return;
  end if;
  update sandbox.ewb_movement_vehicles as o
  set vehicle_no = coalesce(nullif(p_wish ->> 'newVehicleNo', ''), o.vehicle_no), document_no = coalesce(nullif(p_wish ->> 'newTranNo', ''), o.document_no)
  where o.ewb_no = v_row.ewb_no and o.group_no = v_movement.group_no and o.entry_no = v_entry;
  perform sandbox.enter_ewb_part_b(p_gstin, v_row.ewb_no, v_movement.request || p_wish
    || jsonb_build_object('vehicleNo', p_wish ->> 'newVehicleNo', 'transDocNo', p_wish ->> 'newTranNo'), p_now);
  return query select null::text, json_build_object('ewbNo', v_row.ewb_no, 'groupNo', v_movement.group_no, 'vehUpdDate', sandbox.ewb_time(p_now))::text;
end $$;
comment on function sandbox.update_movement_vehicle(text, jsonb, timestamptz) is 'Changes a vehicle of a movement, or its refusal';
