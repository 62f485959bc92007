-- Why: records what is to be changed at the portal; the job ewaybill.change asks it. Nothing changes here before it has
-- changed there. One change of a bill at a time. A bill is cancelled within 24 hours of its making.
-- Called by: PUT /api/ewaybill/{ewbNumber}/vehicle, /transporter, POST …/cancel. Locks: the bill. No row where there is none.
-- Refuses: e_way_bill_being_changed, e_way_bill_not_alive, e_way_cancel_window_closed, and what ewaybill.check_transport refuses.
create or replace function ewaybill.request_change(p_number text, p_change text, p_request jsonb) returns table (change_id uuid, e_way_bill_id uuid)
language plpgsql
set search_path = ''
as $$
declare
  v_bill ewaybill.e_way_bills;
  v_status text;
begin
  select * into v_bill from ewaybill.e_way_bills as b where b.tenant_id = core.current_tenant() and b.ewb_number = p_number for update;
  if not found then
    return;
  end if;
  v_status := ewaybill.public_status(v_bill.status, v_bill.valid_until);
  if exists (select from ewaybill.changes as h where h.tenant_id = v_bill.tenant_id and h.e_way_bill_id = v_bill.id and h.status in ('requested', 'unknown')) then
    perform core.refuse('e_way_bill_being_changed', null, '{}');
  elsif not (v_status in ('part_a', 'active') or (p_change = 'cancel' and v_status = 'expired')) then
    perform core.refuse('e_way_bill_not_alive', null, jsonb_build_object('status', v_status));
  elsif p_change = 'cancel' and core.now() > v_bill.generated_at + interval '24 hours' then
    perform core.refuse('e_way_cancel_window_closed', null, jsonb_build_object('generatedAt', v_bill.generated_at));
  end if;
  if p_change = 'update_vehicle' then
    perform ewaybill.check_transport(p_request, true, '');
  elsif p_change = 'update_transporter' then
    perform ewaybill.check_transport(p_request, false, '');
  else
    update ewaybill.e_way_bills as b set status = 'cancelling', updated_at = core.now() where b.tenant_id = v_bill.tenant_id and b.id = v_bill.id;
  end if;
  return query
    insert into ewaybill.changes as h (tenant_id, e_way_bill_id, change, request, payload, requested_by, requested_at)
    values (v_bill.tenant_id, v_bill.id, p_change, p_request, ewaybill.change_payload(p_number, p_change, p_request), core.current_user_id(), core.now())
    returning h.id, v_bill.id;
end $$;
comment on function ewaybill.request_change(text, text, jsonb) is 'Records a change to be asked of the portal; no row where the tenant has no such bill';
