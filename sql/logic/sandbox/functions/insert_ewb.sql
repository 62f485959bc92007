-- Why: one register of bills for both portals; one alive for a document. With a vehicle or a transport document it is valid at
-- once. Called by: sandbox.register_ewb, sandbox.make_irp_ewb. Answers a row of nulls where the document has a bill.
create or replace function sandbox.insert_ewb(p_gstin text, p_bill jsonb, p_now timestamptz, p_irn text default null) returns sandbox.ewb_bills
language plpgsql
set search_path = ''
as $$
declare
  v_row sandbox.ewb_bills;
  v_at timestamptz := date_trunc('second', p_now);
  v_km integer := coalesce(nullif((p_bill ->> 'transDistance')::int, 0), sandbox.ewb_distance((p_bill ->> 'fromPincode')::int, (p_bill ->> 'toPincode')::int));
  v_over boolean := coalesce(p_bill ->> 'vehicleType', '') = 'O' or coalesce(p_bill ->> 'transMode', '') = '4';
  v_has_part_b boolean := coalesce(p_bill ->> 'vehicleNo', '') <> '' or coalesce(p_bill ->> 'transDocNo', '') <> '';
  v_transporter text := nullif(p_bill ->> 'transporterId', '');
begin
  insert into sandbox.ewb_bills (gstin, financial_year, document_type, document_no, from_gstin, to_gstin, distance, is_over_dimensional, transporter_id,
                                 transporter_assigned_at, generated_at, part_b_at, valid_until, request, irn)
  values (p_gstin, core.financial_year(sandbox.irp_date(p_bill ->> 'docDate')), p_bill ->> 'docType', p_bill ->> 'docNo', p_bill ->> 'fromGstin', p_bill ->> 'toGstin',
          v_km, v_over, v_transporter, case when v_transporter is not null then v_at end, v_at, case when v_has_part_b then v_at end,
          case when v_has_part_b then sandbox.ewb_end_of_day(p_now, sandbox.ewb_days(v_km, v_over)) end, p_bill, p_irn)
  on conflict do nothing
  returning * into v_row;
  if v_row.ewb_no is not null and v_has_part_b then
    insert into sandbox.ewb_vehicles (ewb_no, entry_no, entry) values (v_row.ewb_no, 1, sandbox.ewb_vehicle_entry(p_gstin, p_bill, p_now));
  end if;
  return v_row;
end $$;
comment on function sandbox.insert_ewb(text, jsonb, timestamptz, text) is 'Writes a bill into the register; nulls where its document has one alive';
