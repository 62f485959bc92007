-- Why: what a change that is over means for its bill. Done: the bill is what it was asked to be, at the portal's own time.
-- Refused: it stands as it stood. Called by: ewaybill.record_change.
create or replace function ewaybill.settle_bill_change(p_change ewaybill.changes, p_ending jsonb) returns void
language plpgsql
set search_path = ''
as $$
declare
  v_is_done boolean := p_ending ->> 'outcome' = 'done';
  v_is_cancelled boolean := v_is_done and p_change.change = 'cancel';
  v_at timestamptz := coalesce((p_ending ->> 'at')::timestamptz, core.now());
  v_bill ewaybill.e_way_bills;
begin
  update ewaybill.e_way_bills as b
  set status = case when v_is_cancelled then 'cancelled'
                    when v_is_done and p_ending ->> 'validUntil' is not null then 'active'
                    when b.status = 'cancelling' then case when b.valid_until is null then 'part_a' else 'active' end
                    else b.status end,
      valid_until = coalesce((p_ending ->> 'validUntil')::timestamptz, b.valid_until), updated_at = core.now(),
      cancelled_at = case when v_is_cancelled then v_at end, cancel_reason = case when v_is_cancelled then p_change.request ->> 'remarks' end,
      transport = case
        when v_is_done and p_change.change in ('update_vehicle', 'update_transporter') then b.transport || (p_change.request - array['fromPlace', 'fromState', 'reasonCode', 'remarks'])
        when v_is_done and p_change.change = 'extend' and p_change.request -> 'inTransit' is null
          then b.transport || (p_change.request - array['fromPlace', 'fromState', 'fromPincode', 'reasonCode', 'remarks', 'remainingKm'])
        else b.transport end
  where b.tenant_id = p_change.tenant_id and b.id = p_change.e_way_bill_id
    and (v_is_done and p_change.change not in ('start_multi_vehicle', 'add_vehicle', 'replace_vehicle') or b.status = 'cancelling');
  select * into v_bill from ewaybill.e_way_bills as b where b.tenant_id = p_change.tenant_id and b.id = p_change.e_way_bill_id;
  if p_change.change = 'extend' and v_is_done then
    perform ops.resolve_notification(kind, v_bill.id::text) from unnest(array['e_way_extension_at_risk', 'e_way_extension_missed', 'e_way_extension_failed']) as kind;
  elsif p_change.change = 'extend' then
    perform ewaybill.notify_extension(v_bill, 'e_way_extension_failed', concat_ws(' ', p_change.error_code, p_change.error_message));
  elsif v_is_done and p_change.change in ('start_multi_vehicle', 'add_vehicle', 'replace_vehicle') then
    perform ewaybill.enter_load(p_change, v_at, (p_ending ->> 'groupNo')::int);
  end if;
end $$;
comment on function ewaybill.settle_bill_change(ewaybill.changes, jsonb) is 'Does to a bill what the portal did, or leaves it as it stood';
