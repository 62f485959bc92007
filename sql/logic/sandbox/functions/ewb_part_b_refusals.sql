-- Why: where a vehicle starts from, and the vehicle, are judged alike for one bill, for several and for an extension.
-- Called by: sandbox.update_ewb_vehicle, sandbox.generate_trip_sheet, sandbox.extend_ewb, sandbox.start_movement.
create or replace function sandbox.ewb_part_b_refusals(p_wish jsonb, p_is_whole boolean default true) returns setof text
language sql stable
set search_path = ''
as $$
  select r from sandbox.ewb_transport_refusals(p_wish, p_is_whole) as r
  union all select '303' where p_is_whole and p_wish ->> 'transMode' = '1' and coalesce(p_wish ->> 'vehicleNo', '') = '' and coalesce(p_wish ->> 'transDocNo', '') <> ''
  union all select '305' where coalesce(p_wish ->> 'fromPlace', '') = ''
  union all select '306' where not exists (select from sandbox.irp_states as s where s.code = lpad(p_wish ->> 'fromState', 2, '0'))
$$;
comment on function sandbox.ewb_part_b_refusals(jsonb, boolean) is 'The portal''s codes for a vehicle and the place it starts from';
