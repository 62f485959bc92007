-- Why: which bill may be changed how, and when. A bill is cancelled within 24 hours of its making; extended around the end of
-- its validity, also just after it; given a vehicle while it is alive, and a transporter too.
-- Called by: ewaybill.request_change, with the bill locked. Refuses: e_way_bill_being_changed, e_way_bill_not_alive,
-- e_way_cancel_window_closed, e_way_bill_has_no_part_b, e_way_extension_window, e_way_multi_vehicle_started, state_unknown,
-- and what ewaybill.check_transport, check_extension and check_multi_vehicle refuse.
create or replace function ewaybill.check_change(p_bill ewaybill.e_way_bills, p_change text, p_request jsonb) returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_status text := ewaybill.public_status(p_bill.status, p_bill.valid_until, p_bill.generated_at);
  v_window record;
begin
  if exists (
      select from ewaybill.changes as h
      where h.tenant_id = p_bill.tenant_id and h.status in ('queued', 'requested', 'unknown')
        and (h.e_way_bill_id = p_bill.id or h.consolidated_bill_id in (
          select m.consolidated_bill_id from ewaybill.consolidated_members as m where m.tenant_id = p_bill.tenant_id and m.e_way_bill_id = p_bill.id))) then
    perform core.refuse('e_way_bill_being_changed', null, '{}');
  elsif not (v_status in ('part_a', 'active') or (p_change in ('cancel', 'extend') and v_status = 'expired')) then
    perform core.refuse('e_way_bill_not_alive', null, jsonb_build_object('status', v_status));
  end if;
  perform ewaybill.check_states(p_request);
  case p_change
    when 'cancel' then
      if core.now() > p_bill.generated_at + interval '24 hours' then
        perform core.refuse('e_way_cancel_window_closed', null, jsonb_build_object('generatedAt', p_bill.generated_at));
      end if;
    when 'extend' then
      if p_bill.valid_until is null then
        perform core.refuse('e_way_bill_has_no_part_b', null, '{}');
      end if;
      select * into v_window from ewaybill.extension_window(p_bill.valid_until);
      if core.now() not between v_window.opens_at and v_window.closes_at then
        perform core.refuse('e_way_extension_window', null, jsonb_build_object('opensAt', v_window.opens_at, 'closesAt', v_window.closes_at));
      end if;
      perform ewaybill.check_extension(p_bill, p_request);
    when 'update_vehicle' then
      if exists (select from ewaybill.vehicle_groups as g where g.tenant_id = p_bill.tenant_id and g.e_way_bill_id = p_bill.id) then
        perform core.refuse('e_way_multi_vehicle_started', null, '{}');
      end if;
      perform ewaybill.check_transport(p_request, true, '');
    when 'update_transporter' then
      perform ewaybill.check_transport(p_request, false, '');
    else
      perform ewaybill.check_multi_vehicle(p_bill, p_change, p_request);
  end case;
end $$;
comment on function ewaybill.check_change(ewaybill.e_way_bills, text, jsonb) is 'Refuses a change the bill does not allow now';
