-- Why: several bills on one vehicle travel on a consolidated one, which is Part B of each.
-- Called by: the sandbox portal (GENCEWB). Locks: the bills, in the order of their numbers.
-- Refuses: 305, 306 place, 303 and what sandbox.ewb_transport_refusals says, 391 no bill, 301 unknown, 653 cancelled,
-- 845 closed, 818 expired, 648 on several vehicles, 650 not assigned, 649 the transporter has it.
create or replace function sandbox.generate_trip_sheet(p_gstin text, p_wish jsonb, p_now timestamptz) returns table (code text, answer text)
language plpgsql
set search_path = ''
as $$
declare
  v_codes text[];
  v_number bigint;
  v_wanted text[] := array(select e ->> 'ewbNo' from jsonb_array_elements(coalesce(p_wish -> 'tripSheetEwbBills', '[]')) as e order by 1);
begin
  perform 1 from sandbox.ewb_bills as b where b.ewb_no::text = any (v_wanted) order by b.ewb_no for update;
  v_codes := array(
    select r from sandbox.ewb_part_b_refusals(p_wish) as r
    union select '391' where cardinality(v_wanted) = 0
    union select case
        when b.ewb_no is null then '301' when b.status <> 'ACT' then '653' when b.is_rejected then '391' when b.closed_on is not null then '845'
        when b.valid_until < p_now then '818'
        when exists (select from sandbox.ewb_movements as m where m.ewb_no = b.ewb_no) then '648'
        when p_gstin not in (b.gstin, b.from_gstin, b.to_gstin, coalesce(b.transporter_id, '')) then '650'
        when b.transporter_entered_part_b and p_gstin <> b.transporter_id then '649' end
      from unnest(v_wanted) as w(number) left join sandbox.ewb_bills as b on b.ewb_no::text = w.number);
  v_codes := array(select c from unnest(v_codes) as c where c is not null order by c);
  if cardinality(v_codes) > 0 then
    return query select array_to_string(v_codes, ','), null::text;
    return;
  end if;
  insert into sandbox.ewb_trip_sheets (gstin, entered_at, request) values (p_gstin, date_trunc('second', p_now), p_wish) returning number into v_number;
  insert into sandbox.ewb_trip_sheet_bills (number, ewb_no) select distinct v_number, w::bigint from unnest(v_wanted) as w;
  perform sandbox.enter_ewb_part_b(p_gstin, w::bigint, p_wish || jsonb_build_object('tripshtNo', v_number), p_now) from (select distinct unnest(v_wanted)) as u(w);
  return query select null::text, json_build_object('cEwbNo', v_number::text, 'cEwbDate', sandbox.ewb_time(p_now))::text;
end $$;
comment on function sandbox.generate_trip_sheet(text, jsonb, timestamptz) is 'Makes a consolidated bill, or its refusals';
