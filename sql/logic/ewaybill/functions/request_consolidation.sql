-- Why: bills that travel in one vehicle go under one number. All are of one GSTIN of ours, alive, and in no movement of several
-- vehicles (the portal's errors 650, 818, 648). Called by: POST /api/ewaybill/consolidate. Locks: the bills, in order of number.
-- No row where one of the numbers is none of ours. Refuses: e_way_bills_of_several_gstins, e_way_bill_not_alive,
-- e_way_bill_being_changed, e_way_multi_vehicle_started, and what ewaybill.check_transport refuses.
create or replace function ewaybill.request_consolidation(p_numbers text[], p_trip jsonb) returns table (change_id uuid, consolidated_bill_id uuid)
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_bills ewaybill.e_way_bills[];
  v_bill ewaybill.e_way_bills;
  v_id uuid;
begin
  select array_agg(l) into v_bills from (
    select b.* from ewaybill.e_way_bills as b where b.tenant_id = v_tenant and b.ewb_number = any(p_numbers) order by b.ewb_number for update) as l;
  if coalesce(cardinality(v_bills), 0) < (select count(distinct n) from unnest(p_numbers) as n) then
    return;
  end if;
  foreach v_bill in array v_bills loop
    if v_bill.gstin <> v_bills[1].gstin then
      perform core.refuse('e_way_bills_of_several_gstins', '/ewbNumbers', jsonb_build_object('gstins', v_bills[1].gstin || ', ' || v_bill.gstin));
    end if;
    perform ewaybill.check_change(v_bill, 'update_vehicle', p_trip);
  end loop;
  insert into ewaybill.consolidated_bills as c (tenant_id, gstin, transport, created_by, created_at, updated_at)
  values (v_tenant, v_bills[1].gstin, p_trip, core.current_user_id(), core.now(), core.now()) returning c.id into v_id;
  insert into ewaybill.consolidated_members (tenant_id, consolidated_bill_id, e_way_bill_id) select v_tenant, v_id, b.id from unnest(v_bills) as b;
  return query
    insert into ewaybill.changes as h (tenant_id, consolidated_bill_id, change, request, payload, requested_by, requested_at, next_attempt_at)
    select v_tenant, v_id, 'consolidate', p_trip, (jsonb_build_object('fromPlace', p_trip ->> 'fromPlace', 'fromState', (p_trip ->> 'fromState')::int,
             'tripSheetEwbBills', jsonb_agg(jsonb_build_object('ewbNo', b.ewb_number) order by b.ewb_number))
             || (ewaybill.transport_json(p_trip) - array['transporterId', 'transporterName', 'vehicleType']))::text,
           core.current_user_id(), core.now(), core.now() + interval '2 minutes'
    from unnest(v_bills) as b
    returning h.id, v_id;
end $$;
comment on function ewaybill.request_consolidation(text[], jsonb) is 'Records a consolidated bill to be asked of the portal; no row where one of the bills is none of the tenant''s';
