-- Why: Part B, given first or anew while the bill is valid. The first entry begins its validity, later ones do not move it.
-- Called by: the sandbox portal (VEHEWB). Locks: the bill.
create or replace function sandbox.update_ewb_vehicle(p_gstin text, p_wish jsonb, p_now timestamptz) returns table (code text, answer text)
language plpgsql
set search_path = ''
as $$
declare
  v_row sandbox.ewb_bills;
  v_code text;
begin
  select b.* into v_row from sandbox.ewb_bills as b where b.ewb_no::text = p_wish ->> 'ewbNo' for update;
  select string_agg(r, ',') into v_code from sandbox.ewb_transport_refusals(p_wish, true) as r;
  v_code := coalesce(case
    when v_row.ewb_no is null then '301'
    when p_gstin not in (v_row.gstin, v_row.from_gstin, v_row.to_gstin, coalesce(v_row.transporter_id, '')) then '636'
    when v_row.transporter_entered_part_b and p_gstin <> v_row.transporter_id then '635'
    when v_row.status <> 'ACT' or v_row.is_rejected then '312'
    when v_row.valid_until < p_now then '311'
    when coalesce(p_wish ->> 'reasonCode', '') not in ('1', '2', '3', '4') then '307'
    when p_wish ->> 'reasonCode' = '3' and coalesce(p_wish ->> 'reasonRem', '') = '' then '308'
    when coalesce(p_wish ->> 'fromPlace', '') = '' then '305'
    when not exists (select from sandbox.irp_states as s where s.code = lpad(p_wish ->> 'fromState', 2, '0')) then '306'
  end, v_code);
  if v_code is not null then
    return query select v_code, null::text;
    return;
  end if;
  update sandbox.ewb_bills as b
  set part_b_at = coalesce(b.part_b_at, date_trunc('second', p_now)), transporter_entered_part_b = coalesce(p_gstin = b.transporter_id, false),
      valid_until = coalesce(b.valid_until, sandbox.ewb_end_of_day(p_now, sandbox.ewb_days(b.distance, b.is_over_dimensional or coalesce(p_wish ->> 'vehicleType', '') = 'O')))
  where b.ewb_no = v_row.ewb_no
  returning * into v_row;
  insert into sandbox.ewb_vehicles (ewb_no, entry_no, entry)
  select v_row.ewb_no, count(*) + 1, sandbox.ewb_vehicle_entry(p_gstin, p_wish, p_now) from sandbox.ewb_vehicles as o where o.ewb_no = v_row.ewb_no;
  return query select null::text, json_build_object('vehUpdDate', sandbox.ewb_time(p_now), 'validUpto', sandbox.ewb_time(v_row.valid_until))::text;
end $$;
comment on function sandbox.update_ewb_vehicle(text, jsonb, timestamptz) is 'Enters Part B of a bill, or its refusal';
