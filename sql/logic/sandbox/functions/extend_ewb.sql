-- Why: a bill is extended from eight hours before its end to eight hours after it, by the distance that remains. No bill lives
-- beyond 360 days from its making: the last extension ends there, and no other follows.
-- Called by: the sandbox portal (EXTENDVALIDITY). Locks: the bill.
create or replace function sandbox.extend_ewb(p_gstin text, p_wish jsonb, p_now timestamptz) returns table (code text, answer text)
language plpgsql
set search_path = ''
as $$
declare
  v_row sandbox.ewb_bills;
  v_code text;
  v_left integer := case when p_wish ->> 'remainingDistance' ~ '^[0-9]{1,4}$' then (p_wish ->> 'remainingDistance')::int end;
  v_last timestamptz;
  v_until timestamptz;
begin
  select b.* into v_row from sandbox.ewb_bills as b where b.ewb_no::text = p_wish ->> 'ewbNo' for update;
  v_last := sandbox.ewb_end_of_day(v_row.generated_at, 360);
  v_until := least(v_last, sandbox.ewb_end_of_day(greatest(v_row.valid_until, p_now), sandbox.ewb_days(v_left, v_row.is_over_dimensional)));
  v_code := case
    when v_row.ewb_no is null then '301'
    when v_row.status <> 'ACT' then '379' when v_row.is_rejected then '380' when v_row.closed_on is not null then '844'
    when v_row.part_b_at is null then '381'
    when p_gstin <> coalesce(v_row.transporter_id, v_row.gstin) then '384'
    when abs(extract(epoch from p_now - v_row.valid_until)) > 8 * 3600 then '382'
    when coalesce(p_wish ->> 'extnRsnCode', '') not in ('1', '2', '4', '5', '99') or coalesce(p_wish ->> 'extnRemarks', '') = '' then '386'
    when v_left is null or v_left = 0 then '389' when v_left > v_row.distance then '390'
    when (p_wish ->> 'consignmentStatus' = 'T') is distinct from (p_wish ->> 'transMode' = '5') then '711'
    when p_wish ->> 'consignmentStatus' = 'T' and coalesce(p_wish ->> 'transitType', '') not in ('R', 'W', 'O') then '705'
    when p_wish ->> 'consignmentStatus' = 'T' and coalesce(p_wish ->> 'addressLine1', '') = '' then '706'
    when p_wish ->> 'consignmentStatus' = 'M' and coalesce(p_wish ->> 'transitType', '') <> '' then '712'
    when p_wish ->> 'consignmentStatus' = 'M' and coalesce(p_wish ->> 'addressLine1', '') <> '' then '713'
    when p_wish ->> 'consignmentStatus' = 'M' and p_wish ->> 'transMode' = '1' and coalesce(p_wish ->> 'vehicleNo', '') = '' then '303'
    when coalesce(p_wish ->> 'vehicleNo', '') <> '' and not sandbox.ewb_vehicle_is_one(p_wish ->> 'vehicleNo') then '225'
    when p_wish ->> 'transMode' in ('2', '3', '4') and coalesce(p_wish ->> 'transDocNo', '') = '' then '394'
    when coalesce(p_wish ->> 'fromPlace', '') = '' then '305'
    when not exists (select from sandbox.irp_states as s where s.code = lpad(p_wish ->> 'fromState', 2, '0')) then '306'
    when coalesce(p_wish ->> 'fromPincode', '') !~ '^[1-9][0-9]{5}$' then '421'
    when not exists (select from sandbox.irp_pin_ranges as r where r.state_code = lpad(p_wish ->> 'fromState', 2, '0')
                     and (p_wish ->> 'fromPincode')::int / 1000 between r.first_three and r.last_three) then '710'
    when v_row.valid_until >= v_last then '821'
  end;
  if v_code is not null then
    return query select v_code, null::text;
    return;
  end if;
  update sandbox.ewb_bills as b set valid_until = v_until, extended_times = b.extended_times + 1 where b.ewb_no = v_row.ewb_no;
  if coalesce(p_wish ->> 'vehicleNo', '') <> '' then
    perform sandbox.enter_ewb_part_b(p_gstin, v_row.ewb_no, p_wish, p_now);
  end if;
  return query select null::text, json_build_object('ewayBillNo', v_row.ewb_no::text, 'updatedDate', sandbox.ewb_time(p_now), 'validUpto', sandbox.ewb_time(v_until))::text;
end $$;
comment on function sandbox.extend_ewb(text, jsonb, timestamptz) is 'Extends the validity of a bill, or its refusal';
