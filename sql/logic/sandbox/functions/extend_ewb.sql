-- Why: a bill is extended from eight hours before its end to eight hours after it, by the distance that remains, and never
-- beyond 360 days from its making. Called by: the sandbox portal (EXTENDVALIDITY). Locks: the bill.
create or replace function sandbox.extend_ewb(p_gstin text, p_wish jsonb, p_now timestamptz) returns table (code text, answer text)
language plpgsql
set search_path = ''
as $$
declare
  v_row sandbox.ewb_bills;
  v_code text;
  v_left integer := case when p_wish ->> 'remainingDistance' ~ '^[0-9]{1,4}$' then (p_wish ->> 'remainingDistance')::int end;
  v_until timestamptz;
begin
  select b.* into v_row from sandbox.ewb_bills as b where b.ewb_no::text = p_wish ->> 'ewbNo' for update;
  v_until := sandbox.ewb_end_of_day(greatest(v_row.valid_until, p_now), sandbox.ewb_days(v_left, v_row.is_over_dimensional));
  v_code := case
    when v_row.ewb_no is null then '301'
    when v_row.status <> 'ACT' then '379' when v_row.is_rejected then '380'
    when v_row.part_b_at is null then '381'
    when p_gstin <> coalesce(v_row.transporter_id, v_row.gstin) then '384'
    when abs(extract(epoch from p_now - v_row.valid_until)) > 8 * 3600 then '382'
    when coalesce(p_wish ->> 'extnRsnCode', '') not in ('1', '2', '4', '5', '99') or coalesce(p_wish ->> 'extnRemarks', '') = '' then '386'
    when v_left is null or v_left = 0 then '389' when v_left > v_row.distance then '390'
    when (p_wish ->> 'consignmentStatus' = 'T') <> (p_wish ->> 'transMode' = '5') then '711'
    when p_wish ->> 'consignmentStatus' = 'T' and coalesce(p_wish ->> 'transitType', '') not in ('R', 'W', 'O') then '705'
    when p_wish ->> 'consignmentStatus' = 'T' and coalesce(p_wish ->> 'addressLine1', '') = '' then '706'
    when p_wish ->> 'consignmentStatus' = 'M' and coalesce(p_wish ->> 'transitType', '') <> '' then '712'
    when v_until > sandbox.ewb_end_of_day(v_row.generated_at, 360) then '821'
  end;
  if v_code is not null then
    return query select v_code, null::text;
    return;
  end if;
  update sandbox.ewb_bills as b set valid_until = v_until, extended_times = b.extended_times + 1 where b.ewb_no = v_row.ewb_no;
  return query select null::text, json_build_object('ewayBillNo', v_row.ewb_no::text, 'updatedDate', sandbox.ewb_time(p_now), 'validUpto', sandbox.ewb_time(v_until))::text;
end $$;
comment on function sandbox.extend_ewb(text, jsonb, timestamptz) is 'Extends the validity of a bill, or its refusal';
