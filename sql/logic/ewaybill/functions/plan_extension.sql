-- Why: an extension asked for ahead of time waits for its window as a row; ewaybill.begin_planned takes it up. What would be
-- refused then is refused now, as far as it can be told. Asked again, it takes the place of the plan there is.
-- Called by: POST /api/ewaybill/{ewbNumber}/extend {when: "window_opens"}. Locks: the bill. No row where there is none.
-- Refuses: e_way_bill_not_alive, e_way_bill_has_no_part_b, state_unknown, and what ewaybill.check_extension refuses.
create or replace function ewaybill.plan_extension(p_number text, p_request jsonb) returns table (change_id uuid, e_way_bill_id uuid)
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
  v_status := ewaybill.public_status(v_bill.status, v_bill.valid_until, v_bill.generated_at);
  if v_status = 'part_a' then
    perform core.refuse('e_way_bill_has_no_part_b', null, '{}');
  elsif v_status <> 'active' then
    perform core.refuse('e_way_bill_not_alive', null, jsonb_build_object('status', v_status));
  end if;
  perform ewaybill.check_states(p_request);
  perform ewaybill.check_extension(v_bill, p_request);
  perform ewaybill.withdraw_plan(p_number);
  return query
    insert into ewaybill.changes as h (tenant_id, e_way_bill_id, change, request, payload, status, requested_by, requested_at, next_attempt_at)
    select v_bill.tenant_id, v_bill.id, 'extend', p_request, ewaybill.change_payload(p_number, 'extend', v_bill.transport, p_request), 'planned',
           core.current_user_id(), core.now(), w.opens_at
    from ewaybill.extension_window(v_bill.valid_until) as w
    returning h.id, v_bill.id;
end $$;
comment on function ewaybill.plan_extension(text, jsonb) is 'Plans an extension for when its window opens; no row where the tenant has no such bill';
