-- Why: writes down how a change ended. Refused: the bill stands as it stood. Unknown: it stays open and is asked for again.
-- Called by: jobs/ewaybill/change.ts.
create or replace function ewaybill.record_change(
  p_change_id uuid, p_outcome text, p_at timestamptz, p_valid_until timestamptz, p_error_code text, p_error_message text) returns void
language plpgsql
set search_path = ''
as $$
declare
  v_change ewaybill.changes;
begin
  update ewaybill.changes
  set status = p_outcome, error_code = p_error_code, error_message = p_error_message,
      finished_at = case when p_outcome in ('done', 'refused') then core.now() end
  where tenant_id = core.current_tenant() and id = p_change_id and status in ('requested', 'unknown')
  returning * into v_change;
  if not found or p_outcome = 'unknown' then
    return;
  end if;
  update ewaybill.e_way_bills as b
  set status = case when p_outcome = 'done' and v_change.change = 'cancel' then 'cancelled'
                    when coalesce(p_valid_until, b.valid_until) is null then 'part_a' else 'active' end,
      valid_until = coalesce(p_valid_until, b.valid_until), updated_at = core.now(),
      cancelled_at = case when p_outcome = 'done' and v_change.change = 'cancel' then coalesce(p_at, core.now()) end,
      cancel_reason = case when p_outcome = 'done' and v_change.change = 'cancel' then v_change.request ->> 'remarks' end,
      transport = case when p_outcome = 'done' and v_change.change in ('update_vehicle', 'update_transporter')
        then b.transport || (v_change.request - array['fromPlace', 'fromState', 'reasonCode', 'remarks']) else b.transport end
  where b.tenant_id = v_change.tenant_id and b.id = v_change.e_way_bill_id;
end $$;
comment on function ewaybill.record_change(uuid, text, timestamptz, timestamptz, text, text) is 'Records how a change ended: done, refused or unknown';
