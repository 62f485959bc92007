-- Why: an entry of Part B as the portal lists it. Called by: sandbox.insert_ewb, sandbox.enter_ewb_part_b.
create or replace function sandbox.ewb_vehicle_entry(p_gstin text, p_part jsonb, p_now timestamptz) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object('updMode', 'API', 'vehicleNo', coalesce(p_part ->> 'vehicleNo', ''), 'fromPlace', p_part ->> 'fromPlace',
    'fromState', coalesce(p_part ->> 'fromState', p_part ->> 'actFromStateCode')::int, 'tripshtNo', coalesce((p_part ->> 'tripshtNo')::bigint, 0), 'userGSTINTransin', p_gstin,
    'enteredDate', sandbox.ewb_time(p_now), 'transMode', coalesce(p_part ->> 'transMode', '1'), 'transDocNo', coalesce(p_part ->> 'transDocNo', ''),
    'transDocDate', p_part ->> 'transDocDate', 'groupNo', coalesce(p_part ->> 'groupNo', '0'))
$$;
comment on function sandbox.ewb_vehicle_entry(text, jsonb, timestamptz) is 'One entry of VehiclListDetails';
