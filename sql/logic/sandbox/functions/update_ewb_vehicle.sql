-- Why: Part B, given first or anew while the bill is valid. The first entry begins its validity, later ones do not move it.
-- Called by: the sandbox portal (VEHEWB). Locks: the bill.
-- Refuses: 301 no such bill, 636 not assigned, 635 the transporter has it, 312 not active, 851 closed, 412 on several
-- vehicles, 311 expired, 307 and 308 reason, and what sandbox.ewb_part_b_refusals says.
create or replace function sandbox.update_ewb_vehicle(p_gstin text, p_wish jsonb, p_now timestamptz) returns table (code text, answer text)
language plpgsql
set search_path = ''
as $$
declare
  v_row sandbox.ewb_bills;
  v_code text;
begin
  select b.* into v_row from sandbox.ewb_bills as b where b.ewb_no::text = p_wish ->> 'ewbNo' for update;
  v_code := case
    when v_row.ewb_no is null then '301'
    when p_gstin not in (v_row.gstin, v_row.from_gstin, v_row.to_gstin, coalesce(v_row.transporter_id, '')) then '636'
    when v_row.transporter_entered_part_b and p_gstin <> v_row.transporter_id then '635'
    when v_row.status <> 'ACT' or v_row.is_rejected then '312'
    when v_row.closed_on is not null then '851'
    when exists (select from sandbox.ewb_movements as m where m.ewb_no = v_row.ewb_no) then '412'
    when v_row.valid_until < p_now then '311'
    when coalesce(p_wish ->> 'reasonCode', '') not in ('1', '2', '3', '4') then '307'
    when p_wish ->> 'reasonCode' = '3' and coalesce(p_wish ->> 'reasonRem', '') = '' then '308'
    else (select string_agg(r, ',' order by r) from sandbox.ewb_part_b_refusals(p_wish) as r)
  end;
  if v_code is not null then
    return query select v_code, null::text;
    return;
  end if;
  v_row := sandbox.enter_ewb_part_b(p_gstin, v_row.ewb_no, p_wish, p_now);
  return query select null::text, json_build_object('vehUpdDate', sandbox.ewb_time(p_now), 'validUpto', sandbox.ewb_time(v_row.valid_until))::text;
end $$;
comment on function sandbox.update_ewb_vehicle(text, jsonb, timestamptz) is 'Enters Part B of a bill, or its refusal';
