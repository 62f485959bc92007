-- Why: a consolidated bill with the bills that travel on it, for who made it.
-- Called by: the sandbox portal (GetTripSheet). Refuses: 387 no such one.
create or replace function sandbox.find_trip_sheet(p_gstin text, p_number text) returns table (code text, answer text)
language sql stable
set search_path = ''
as $$
  select case when s.number is null then '387' end,
         json_build_object('tripSheetNo', s.number, 'fromPlace', s.request ->> 'fromPlace', 'fromState', (s.request ->> 'fromState')::int, 'vehicleNo', s.request ->> 'vehicleNo',
           'transMode', s.request ->> 'transMode', 'userGstin', s.gstin, 'enteredDate', sandbox.ewb_time(s.entered_at), 'transDocNo', coalesce(s.request ->> 'transDocNo', ''),
           'transDocDate', s.request ->> 'transDocDate', 'tripSheetEwbBills', (
             select coalesce(json_agg(json_build_object('ewbNo', b.ewb_no, 'ewbDate', sandbox.ewb_time(b.generated_at), 'userGstin', b.gstin, 'docNo', b.document_no,
                      'docDate', b.request ->> 'docDate', 'fromGstin', b.from_gstin, 'toGstin', b.to_gstin, 'totInvValue', b.request -> 'totInvValue',
                      'validUpto', coalesce(sandbox.ewb_time(b.valid_until), '')) order by b.ewb_no), '[]')
             from sandbox.ewb_trip_sheet_bills as t join sandbox.ewb_bills as b on b.ewb_no = t.ewb_no where t.number = s.number))::text
  from (select) as one
  left join sandbox.ewb_trip_sheets as s on s.number::text = p_number and s.gstin = p_gstin
$$;
comment on function sandbox.find_trip_sheet(text, text) is 'A consolidated bill as JSON, or the refusal';
