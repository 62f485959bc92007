-- Why: what was asked of the portal for a bill, in the order it was asked, and how it ended; null where nothing was.
-- Called by: ewaybill.e_way_bill_json, received_bill_json, consolidated_bill_json.
create or replace function ewaybill.changes_json(p_e_way_bill_id uuid, p_received_bill_id uuid, p_consolidated_bill_id uuid) returns json
language sql stable
set search_path = ''
as $$
  select json_agg(json_build_object('id', h.id, 'change', h.change, 'status', h.status, 'request', h.request, 'requestedAt', h.requested_at, 'sentAt', h.sent_at,
    'finishedAt', h.finished_at, 'startsAt', case when h.status = 'planned' then h.next_attempt_at end,
    'error', case when h.error_code is not null then json_build_object('code', h.error_code, 'message', h.error_message) end) order by h.requested_at, h.id)
  from ewaybill.changes as h
  where h.tenant_id = (select core.current_tenant())
    and case when p_e_way_bill_id is not null then h.e_way_bill_id = p_e_way_bill_id
             when p_received_bill_id is not null then h.received_bill_id = p_received_bill_id else h.consolidated_bill_id = p_consolidated_bill_id end
$$;
comment on function ewaybill.changes_json(uuid, uuid, uuid) is 'Changes of one bill as JSON; one of the ids is given';
