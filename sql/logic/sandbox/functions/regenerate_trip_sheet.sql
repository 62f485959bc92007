-- Why: a consolidated bill goes on with another vehicle under a new number, with those of its bills that are still valid.
-- Called by: the sandbox portal (REGENTRIPSHEET). Refuses: 387 no such one, 307 and 308 reason, 391 none of its bills valid.
create or replace function sandbox.regenerate_trip_sheet(p_gstin text, p_wish jsonb, p_now timestamptz) returns table (code text, answer text)
language plpgsql
set search_path = ''
as $$
declare
  v_sheet sandbox.ewb_trip_sheets;
  v_bills jsonb;
  v_code text;
begin
  select s.* into v_sheet from sandbox.ewb_trip_sheets as s where s.number::text = p_wish ->> 'tripSheetNo';
  select jsonb_agg(jsonb_build_object('ewbNo', b.ewb_no::text)) into v_bills
  from sandbox.ewb_trip_sheet_bills as t join sandbox.ewb_bills as b on b.ewb_no = t.ewb_no
  where t.number = v_sheet.number and b.status = 'ACT' and not b.is_rejected and b.closed_on is null and b.valid_until >= p_now;
  v_code := case
    when v_sheet.number is null or v_sheet.gstin <> p_gstin then '387'
    when coalesce(p_wish ->> 'reasonCode', '') not in ('1', '2', '3', '4') then '307'
    when coalesce(p_wish ->> 'reasonRem', '') = '' then '308'
    when v_bills is null then '391'
  end;
  if v_code is not null then
    return query select v_code, null::text;
    return;
  end if;
  return query select g.code, g.answer from sandbox.generate_trip_sheet(p_gstin, p_wish || jsonb_build_object('tripSheetEwbBills', v_bills), p_now) as g;
end $$;
comment on function sandbox.regenerate_trip_sheet(text, jsonb, timestamptz) is 'A consolidated bill on another vehicle, or its refusal';
