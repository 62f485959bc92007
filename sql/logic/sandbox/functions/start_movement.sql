-- Why: the goods of one bill may go on by several vehicles from a place of transhipment: first the movement, then each vehicle.
-- Called by: the sandbox portal (MULTIVEHMOVINT). Locks: the bill.
-- Refuses: 301 no such bill, 646 not assigned, 645 the transporter has it, 817 not active, 847 closed, 311 expired, 307 and 308
-- reason, 305, 306, 321, 320 places, 402 quantity, 399 unit not in the bill, 413 not the unit of the first movement.
create or replace function sandbox.start_movement(p_gstin text, p_wish jsonb, p_now timestamptz) returns table (code text, answer text)
language plpgsql
set search_path = ''
as $$
declare
  v_row sandbox.ewb_bills;
  v_code text;
  v_group integer;
  v_quantity numeric := case when p_wish ->> 'totalQuantity' ~ '^[0-9]{1,11}([.][0-9]{1,3})?$' then (p_wish ->> 'totalQuantity')::numeric end;
begin
  select b.* into v_row from sandbox.ewb_bills as b where b.ewb_no::text = p_wish ->> 'ewbNo' for update;
  v_code := case
    when v_row.ewb_no is null then '301'
    when p_gstin not in (v_row.gstin, v_row.from_gstin, v_row.to_gstin, coalesce(v_row.transporter_id, '')) then '646'
    when v_row.transporter_entered_part_b and p_gstin <> v_row.transporter_id then '645'
    when v_row.status <> 'ACT' or v_row.is_rejected then '817'
    when v_row.closed_on is not null then '847'
    when v_row.valid_until < p_now then '311'
    when coalesce(p_wish ->> 'reasonCode', '') not in ('1', '2', '3', '4') then '307'
    when coalesce(p_wish ->> 'reasonRem', '') = '' then '308'
    when coalesce(p_wish ->> 'fromPlace', '') = '' then '305'
    when not exists (select from sandbox.irp_states as s where s.code = lpad(p_wish ->> 'fromState', 2, '0')) then '306'
    when coalesce(p_wish ->> 'toPlace', '') = '' then '321'
    when not exists (select from sandbox.irp_states as s where s.code = lpad(p_wish ->> 'toState', 2, '0')) then '320'
    when coalesce(v_quantity, 0) <= 0 then '402'
    when not exists (select from jsonb_array_elements(v_row.request -> 'itemList') as i where i ->> 'qtyUnit' = p_wish ->> 'unitCode') then '399'
    when exists (select from sandbox.ewb_movements as m where m.ewb_no = v_row.ewb_no and m.unit <> p_wish ->> 'unitCode') then '413'
  end;
  if v_code is null then
    insert into sandbox.ewb_movements (ewb_no, group_no, gstin, total_quantity, unit, entered_at, request)
    select v_row.ewb_no, count(*) + 1, p_gstin, v_quantity, p_wish ->> 'unitCode', date_trunc('second', p_now), p_wish
    from sandbox.ewb_movements as m where m.ewb_no = v_row.ewb_no
    returning group_no into v_group;
  end if;
  return query select v_code, case when v_code is null then json_build_object('ewbNo', v_row.ewb_no, 'groupNo', v_group, 'createdDate', sandbox.ewb_time(p_now))::text end;
end $$;
comment on function sandbox.start_movement(text, jsonb, timestamptz) is 'Begins a movement by several vehicles, or its refusal';
