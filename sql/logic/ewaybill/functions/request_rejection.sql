-- Why: a bill somebody made on our GSTIN for goods we did not order or do not take is rejected at the portal, within 72 hours
-- of its making and while it is valid (rule 138(12); the portal's errors 341, 343, 345, 346).
-- Called by: POST /api/ewaybill/{ewbNumber}/reject. Locks: the received bill. No row where the portal listed none to us.
-- Refuses: e_way_bill_being_changed, e_way_bill_not_alive, e_way_bill_is_ours, e_way_reject_window_closed.
create or replace function ewaybill.request_rejection(p_number text, p_request jsonb) returns table (change_id uuid, received_bill_id uuid)
language plpgsql
set search_path = ''
as $$
declare
  v_bill ewaybill.received_bills;
  v_closes_at timestamptz;
begin
  select * into v_bill from ewaybill.received_bills as r where r.tenant_id = core.current_tenant() and r.ewb_number = p_number for update;
  if not found then
    return;
  elsif v_bill.status = 'rejecting' then
    perform core.refuse('e_way_bill_being_changed', null, '{}');
  elsif v_bill.status <> 'active' then
    perform core.refuse('e_way_bill_not_alive', null, jsonb_build_object('status', v_bill.status));
  elsif v_bill.generated_by = v_bill.gstin then
    perform core.refuse('e_way_bill_is_ours', null, jsonb_build_object('gstin', v_bill.gstin));
  end if;
  v_closes_at := ewaybill.rejectable_until(v_bill);
  if core.now() > v_closes_at then
    perform core.refuse('e_way_reject_window_closed', null, jsonb_build_object('generatedAt', v_bill.generated_at, 'closedAt', v_closes_at));
  end if;
  update ewaybill.received_bills as r set status = 'rejecting', updated_at = core.now() where r.tenant_id = v_bill.tenant_id and r.id = v_bill.id;
  return query
    insert into ewaybill.changes as h (tenant_id, received_bill_id, change, request, payload, requested_by, requested_at, next_attempt_at)
    values (v_bill.tenant_id, v_bill.id, 'reject', p_request, ewaybill.change_payload(p_number, 'reject', '{}', '{}'), core.current_user_id(), core.now(), core.now() + interval '2 minutes')
    returning h.id, v_bill.id;
end $$;
comment on function ewaybill.request_rejection(text, jsonb) is 'Records that a received bill is to be rejected; no row where the tenant has no such bill';
