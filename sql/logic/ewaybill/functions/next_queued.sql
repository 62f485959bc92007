-- Why: one change of a bill at a time: what was queued behind one that is over comes next. Where the movement could not be
-- begun, its vehicles are not told. A group that had to be probed for may have its first vehicle already: that one is asked for first.
-- Called by: ewaybill.record_change. Answers the change to be sent, or null.
create or replace function ewaybill.next_queued(p_over ewaybill.changes, p_ending jsonb) returns uuid
language plpgsql
set search_path = ''
as $$
declare
  v_next ewaybill.changes;
begin
  if p_over.change = 'start_multi_vehicle' and p_over.status = 'refused' then
    update ewaybill.changes as h set status = 'withdrawn', finished_at = core.now(), error_code = 'movement_not_begun', error_message = p_over.error_message
    where h.tenant_id = p_over.tenant_id and h.e_way_bill_id = p_over.e_way_bill_id and h.status = 'queued';
    return null;
  end if;
  select * into v_next from ewaybill.changes as h
  where h.tenant_id = p_over.tenant_id and h.e_way_bill_id = p_over.e_way_bill_id and h.status = 'queued' order by h.id limit 1 for update;
  if not found then
    return null;
  end if;
  v_next.request := jsonb_build_object('groupNo', coalesce(p_ending ->> 'groupNo', p_over.request ->> 'groupNo')) || v_next.request;
  update ewaybill.changes as h
  set status = 'requested', request = v_next.request, payload = ewaybill.change_payload(b.ewb_number, h.change, '{}', v_next.request),
      sent_at = case when p_ending ->> 'wasSent' = 'true' then core.now() end, next_attempt_at = core.now() + interval '2 minutes'
  from ewaybill.e_way_bills as b
  where h.tenant_id = v_next.tenant_id and h.id = v_next.id and b.tenant_id = h.tenant_id and b.id = h.e_way_bill_id;
  return v_next.id;
end $$;
comment on function ewaybill.next_queued(ewaybill.changes, jsonb) is 'Puts what was queued behind a change of a bill in its place';
