-- Why: whichever way a vehicle is entered, the first begins the validity and later ones leave it.
-- Called by: sandbox.update_ewb_vehicle, sandbox.generate_trip_sheet, sandbox.add_movement_vehicle. Locks: the bill.
create or replace function sandbox.enter_ewb_part_b(p_gstin text, p_ewb_no bigint, p_part jsonb, p_now timestamptz) returns sandbox.ewb_bills
language sql
set search_path = ''
as $$
  insert into sandbox.ewb_vehicles (ewb_no, entry_no, entry)
  select p_ewb_no, count(*) + 1, sandbox.ewb_vehicle_entry(p_gstin, p_part, p_now) from sandbox.ewb_vehicles as o where o.ewb_no = p_ewb_no;
  update sandbox.ewb_bills as b
  set part_b_at = coalesce(b.part_b_at, date_trunc('second', p_now)), transporter_entered_part_b = coalesce(p_gstin = b.transporter_id, false),
      valid_until = coalesce(b.valid_until, sandbox.ewb_end_of_day(p_now, sandbox.ewb_days(b.distance, b.is_over_dimensional or coalesce(p_part ->> 'vehicleType', '') = 'O')))
  where b.ewb_no = p_ewb_no
  returning *
$$;
comment on function sandbox.enter_ewb_part_b(text, bigint, jsonb, timestamptz) is 'Enters a vehicle of a bill; the bill as it is then';
