-- Why: records what is to be changed at the portal; the job ewaybill.change asks it, and the sweep where that job was lost.
-- Nothing changes here before it has changed there. One change of a bill at a time.
-- Called by: PUT /api/ewaybill/{ewbNumber}/vehicle, /transporter, POST …/cancel, /extend, /multi-vehicle, and by who cancels an
-- invoice with its bill. Locks: the bill. No row where there is none. Refuses: what ewaybill.check_change refuses.
create or replace function ewaybill.request_change(p_number text, p_change text, p_request jsonb) returns table (change_id uuid, e_way_bill_id uuid)
language plpgsql
set search_path = ''
as $$
declare
  v_bill ewaybill.e_way_bills;
begin
  select * into v_bill from ewaybill.e_way_bills as b where b.tenant_id = core.current_tenant() and b.ewb_number = p_number for update;
  if not found then
    return;
  end if;
  perform ewaybill.check_change(v_bill, p_change, p_request);
  if p_change = 'cancel' then
    update ewaybill.e_way_bills as b set status = 'cancelling', updated_at = core.now() where b.tenant_id = v_bill.tenant_id and b.id = v_bill.id;
  end if;
  return query
    insert into ewaybill.changes as h (tenant_id, e_way_bill_id, change, request, payload, requested_by, requested_at, next_attempt_at)
    values (v_bill.tenant_id, v_bill.id, p_change, p_request, ewaybill.change_payload(p_number, p_change, v_bill.transport, p_request),
            core.current_user_id(), core.now(), core.now() + interval '2 minutes')
    returning h.id, v_bill.id;
end $$;
comment on function ewaybill.request_change(text, text, jsonb) is 'Records a change to be asked of the portal; no row where the tenant has no such bill';
