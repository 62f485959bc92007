-- Why: writes down how a change ended. Refused: the bill stands as it stood. Unknown: it stays open and is asked for again.
-- Retry: nothing happened at the portal, it is sent again. What is queued behind it comes next. Called by: domain/ewaybill
-- (change.ts). Takes {outcome: done|refused|retry|unknown, at, validUntil, errorCode, errorMessage, delayMs, wasSent, groupNo, number, members}.
-- Answers the change that is to be sent next, or null.
create or replace function ewaybill.record_change(p_change_id uuid, p_ending jsonb) returns uuid
language plpgsql
set search_path = ''
as $$
declare
  v_outcome text := p_ending ->> 'outcome';
  v_change ewaybill.changes;
begin
  update ewaybill.changes as h
  set status = case when v_outcome <> 'retry' then v_outcome else h.status end,
      sent_at = case when v_outcome = 'retry' and (p_ending ->> 'wasSent') is distinct from 'true' then null else h.sent_at end,
      error_code = p_ending ->> 'errorCode', error_message = p_ending ->> 'errorMessage', lease_until = null,
      finished_at = case when v_outcome in ('done', 'refused') then core.now() end,
      next_attempt_at = core.now() + greatest(coalesce((p_ending ->> 'delayMs')::numeric, 0) * interval '1 millisecond', einvoice.retry_delay(h.attempts))
  where h.tenant_id = core.current_tenant() and h.id = p_change_id and h.status in ('requested', 'unknown')
  returning * into v_change;
  if not found or v_outcome not in ('done', 'refused') then
    return null;
  elsif v_change.received_bill_id is not null then
    perform ewaybill.settle_rejection(v_change, p_ending);
    return null;
  elsif v_change.consolidated_bill_id is not null then
    perform ewaybill.settle_consolidation(v_change, p_ending);
    return null;
  end if;
  perform ewaybill.settle_bill_change(v_change, p_ending);
  return ewaybill.next_queued(v_change, p_ending);
end $$;
comment on function ewaybill.record_change(uuid, jsonb) is 'Records how a change ended and answers the one that comes next';
