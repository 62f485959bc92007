-- Why: an e-way bill as callers see it, with what was asked of it since.
create or replace function ewaybill.e_way_bill_json(p_id uuid) returns json
language sql stable
set search_path = ''
as $$
  select json_strip_nulls(json_build_object(
    'id', b.id, 'voucherId', b.voucher_id, 'gstin', b.gstin, 'status', ewaybill.public_status(b.status, b.valid_until), 'ewbNumber', b.ewb_number,
    'generatedAt', b.generated_at, 'validUntil', b.valid_until, 'transport', b.transport, 'alert', b.alert, 'attempts', b.attempts,
    'nextAttemptAt', case when b.status in ('pending', 'unknown') then b.next_attempt_at end,
    'error', case when b.error_code is not null then json_build_object('code', b.error_code, 'message', b.error_message) end,
    'cancelledAt', b.cancelled_at, 'cancelReason', b.cancel_reason,
    'changes', (
      select json_agg(json_build_object('id', h.id, 'change', h.change, 'status', h.status, 'request', h.request, 'requestedAt', h.requested_at, 'finishedAt', h.finished_at,
        'error', case when h.error_code is not null then json_build_object('code', h.error_code, 'message', h.error_message) end) order by h.id)
      from ewaybill.changes as h where h.tenant_id = b.tenant_id and h.e_way_bill_id = b.id)))
  from ewaybill.e_way_bills as b
  where b.tenant_id = (select core.current_tenant()) and b.id = p_id
$$;
comment on function ewaybill.e_way_bill_json(uuid) is 'An e-way bill as JSON';
