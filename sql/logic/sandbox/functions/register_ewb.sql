-- Why: issues a bill, one a document that is not cancelled (604). With a vehicle or a transport document it is valid at once.
-- Called by: the sandbox portal (GENEWAYBILL), after sandbox.ewb_refusals.
create or replace function sandbox.register_ewb(p_gstin text, p_bill jsonb, p_now timestamptz) returns table (code text, answer text)
language plpgsql
set search_path = ''
as $$
declare
  v_row sandbox.ewb_bills;
  v_known integer := sandbox.ewb_distance((p_bill ->> 'fromPincode')::int, (p_bill ->> 'toPincode')::int);
  v_told integer := (p_bill ->> 'transDistance')::int;
  v_over boolean := coalesce(p_bill ->> 'vehicleType', '') = 'O' or coalesce(p_bill ->> 'transMode', '') = '4';
  v_has_part_b boolean := coalesce(p_bill ->> 'vehicleNo', '') <> '' or coalesce(p_bill ->> 'transDocNo', '') <> '';
begin
  insert into sandbox.ewb_bills (gstin, document_type, document_no, from_gstin, to_gstin, distance, is_over_dimensional, transporter_id,
                                 generated_at, part_b_at, valid_until, request)
  values (p_gstin, p_bill ->> 'docType', p_bill ->> 'docNo', p_bill ->> 'fromGstin', p_bill ->> 'toGstin', coalesce(nullif(v_told, 0), v_known), v_over,
          nullif(p_bill ->> 'transporterId', ''), date_trunc('second', p_now), case when v_has_part_b then date_trunc('second', p_now) end,
          case when v_has_part_b then sandbox.ewb_end_of_day(p_now, sandbox.ewb_days(coalesce(nullif(v_told, 0), v_known), v_over)) end, p_bill)
  on conflict (from_gstin, document_type, upper(document_no)) where status = 'ACT' do nothing
  returning * into v_row;
  if v_row.ewb_no is null then
    return query select '604', null::text;
    return;
  end if;
  if v_has_part_b then
    insert into sandbox.ewb_vehicles (ewb_no, entry_no, entry) values (v_row.ewb_no, 1, sandbox.ewb_vehicle_entry(p_gstin, p_bill, p_now));
  end if;
  return query select null::text, json_build_object('ewayBillNo', v_row.ewb_no, 'ewayBillDate', sandbox.ewb_time(v_row.generated_at),
    'validUpto', coalesce(sandbox.ewb_time(v_row.valid_until), ''),
    'alert', case when v_told = 0 then 'Distance between these two pincodes is ' || v_row.distance else '' end)::text;
end $$;
comment on function sandbox.register_ewb(text, jsonb, timestamptz) is 'Issues a bill: code is null and answer its JSON, or code is the refusal';
