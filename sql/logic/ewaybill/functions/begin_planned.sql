-- Why: planned extensions whose window is open are asked for now, one bill after the other, each by the rules as they stand
-- now. While another change of the bill is open it waits; what can no longer be is refused with its reason, and a person told.
-- Called by: jobs/ewaybill/extend_due.ts. Locks: the bills. Answers the changes to be sent.
create or replace function ewaybill.begin_planned() returns setof uuid
language plpgsql
set search_path = ''
as $$
declare
  v_plan ewaybill.changes;
  v_bill ewaybill.e_way_bills;
  v_code text;
  v_why jsonb;
  v_window record;
begin
  for v_plan in
    select h.* from ewaybill.changes as h
    where h.tenant_id = core.current_tenant() and h.status = 'planned' and h.next_attempt_at <= core.now()
    order by h.next_attempt_at, h.id limit 500 for update skip locked
  loop
    select * into v_bill from ewaybill.e_way_bills as b where b.tenant_id = v_plan.tenant_id and b.id = v_plan.e_way_bill_id for update;
    select * into v_window from ewaybill.extension_window(v_bill.valid_until);
    v_code := null;
    if core.now() < v_window.opens_at then -- somebody extended it meanwhile: there is a new end, and a new window
      update ewaybill.changes as h set next_attempt_at = v_window.opens_at where h.tenant_id = v_plan.tenant_id and h.id = v_plan.id;
      continue;
    end if;
    begin
      perform ewaybill.check_change(v_bill, 'extend', v_plan.request);
    exception when others then
      get stacked diagnostics v_code = message_text, v_why = pg_exception_detail;
      if sqlstate not like 'PK%' then
        raise;
      end if;
    end;
    if v_code = 'e_way_bill_being_changed' and core.now() <= v_window.closes_at then
      continue;
    end if;
    update ewaybill.changes as h
    set status = case when v_code is null then 'requested' else 'refused' end, error_code = v_code, error_message = v_why ->> 'message',
        finished_at = case when v_code is not null then core.now() end, next_attempt_at = core.now() + interval '2 minutes',
        payload = ewaybill.change_payload(v_bill.ewb_number, 'extend', v_bill.transport, h.request)
    where h.tenant_id = v_plan.tenant_id and h.id = v_plan.id;
    if v_code is null then
      return next v_plan.id;
    elsif v_bill.status not in ('cancelled', 'cancelling', 'rejected') then
      perform ewaybill.notify_extension(v_bill, 'e_way_extension_failed', v_why ->> 'message');
    end if;
  end loop;
end $$;
comment on function ewaybill.begin_planned() is 'Takes up planned extensions whose window is open and answers the changes to be sent';
