-- Why: each vehicle of a movement says what it carries; together they carry no more than the movement.
-- Called by: the sandbox portal (MULTIVEHADD). Locks: the bill.
-- Refuses: 301 no such bill, 406 and 411 movement, 646 not assigned, 817 not active, 846 closed, 311 expired, 225 and 226 vehicle,
-- 402 no quantity, 400 too much.
create or replace function sandbox.add_movement_vehicle(p_gstin text, p_wish jsonb, p_now timestamptz) returns table (code text, answer text)
language plpgsql
set search_path = ''
as $$
declare
  v_row sandbox.ewb_bills;
  v_movement sandbox.ewb_movements;
  v_carried numeric;
  v_code text;
  v_quantity numeric := case when p_wish ->> 'quantity' ~ '^[0-9]{1,11}([.][0-9]{1,3})?$' then (p_wish ->> 'quantity')::numeric end;
  v_vehicle text := coalesce(p_wish ->> 'vehicleNo', '');
  v_document text := coalesce(p_wish ->> 'transDocNo', '');
begin
  select b.* into v_row from sandbox.ewb_bills as b where b.ewb_no::text = p_wish ->> 'ewbNo' for update;
  select m.* into v_movement from sandbox.ewb_movements as m where m.ewb_no = v_row.ewb_no and m.group_no::text = p_wish ->> 'groupNo';
  select coalesce(sum(o.quantity), 0) into v_carried from sandbox.ewb_movement_vehicles as o where o.ewb_no = v_row.ewb_no and o.group_no = v_movement.group_no;
  v_code := case
    when v_row.ewb_no is null then '301'
    when coalesce(p_wish ->> 'groupNo', '0') in ('', '0') then '406'
    when v_movement.ewb_no is null then '411'
    when p_gstin <> v_movement.gstin then '646'
    when v_row.status <> 'ACT' or v_row.is_rejected then '817'
    when v_row.closed_on is not null then '846'
    when v_row.valid_until < p_now then '311'
    when v_vehicle = '' and v_document = '' then '226'
    when v_vehicle <> '' and not sandbox.ewb_vehicle_is_one(v_vehicle) then '225'
    when coalesce(v_quantity, 0) <= 0 then '402'
    when v_carried + v_quantity > v_movement.total_quantity then '400'
  end;
  if v_code is not null then
    return query select v_code, null::text;
    return;
  end if;
  insert into sandbox.ewb_movement_vehicles (ewb_no, group_no, entry_no, vehicle_no, document_no, quantity)
  select v_row.ewb_no, v_movement.group_no, count(*) + 1, v_vehicle, v_document, v_quantity
  from sandbox.ewb_movement_vehicles as o where o.ewb_no = v_row.ewb_no and o.group_no = v_movement.group_no;
  perform sandbox.enter_ewb_part_b(p_gstin, v_row.ewb_no, v_movement.request || p_wish, p_now);
  return query select null::text, json_build_object('ewbNo', v_row.ewb_no, 'groupNo', v_movement.group_no, 'vehAddedDate', sandbox.ewb_time(p_now))::text;
end $$;
comment on function sandbox.add_movement_vehicle(text, jsonb, timestamptz) is 'Adds a vehicle to a movement, or its refusal';
