-- Why: a call that failed was about something: an e-invoice, its cancellation, an e-way bill, a change of it. How that stands
-- now, and not how the call ended, says whether anything is left to do. Called by: GET /api/ops/api-calls, ops.retry_call.
-- entity_id is the voucher, or the bill that others made or that holds several. A question (get_…) belongs to what is open; a
-- sign-in to what it was made for. Null where the call was about nothing of ours.
create or replace function ops.call_subject(p_portal text, p_operation text, p_entity_id uuid) returns json
language sql stable
set search_path = ''
as $$
  with of_bills as (select p_portal = 'ewb' or p_operation in ('generate_ewb', 'get_ewb_by_irn') as yes),
  bills as (
    select b.* from ewaybill.e_way_bills as b where b.tenant_id = (select core.current_tenant()) and b.voucher_id = p_entity_id
  ), found as (
    select 1 as turn, 'irn_cancellation' as kind, c.id, c.cancellation_status as status, c.cancellation_status in ('requested', 'unknown') as open,
           null::timestamptz as next_attempt_at, c.irn as number_there, c.error_code, c.error_message, c.requested_at as since
    from einvoice.irn_details as d
    join einvoice.cancellations as c on c.tenant_id = d.tenant_id and c.irn_detail_id = d.id
    where p_portal = 'irp' and d.tenant_id = (select core.current_tenant()) and d.invoice_id = p_entity_id
      and (p_operation = 'cancel' or c.cancellation_status in ('requested', 'unknown'))
    union all
    select 3, 'e_invoice', e.id, einvoice.public_status(e.status), e.status in ('pending', 'sending', 'unknown', 'failed'),
           case when e.status in ('pending', 'unknown') and e.held_at is null then e.next_attempt_at end, e.irn, e.error_code, e.error_message, e.created_at
    from einvoice.e_invoices as e
    where p_portal = 'irp' and e.tenant_id = (select core.current_tenant()) and e.voucher_id = p_entity_id
    union all
    select 1, 'e_way_change', h.id, h.status, h.status in ('requested', 'unknown'), null, b.ewb_number, h.error_code, h.error_message, h.requested_at
    from bills as b
    join ewaybill.changes as h on h.tenant_id = b.tenant_id and h.e_way_bill_id = b.id
    where p_portal = 'ewb' and (h.change = p_operation or h.status in ('requested', 'unknown'))
    union all
    select 1, 'e_way_change', h.id, h.status, h.status in ('requested', 'unknown'), null, coalesce(r.ewb_number, k.consolidated_number),
           h.error_code, h.error_message, h.requested_at
    from ewaybill.changes as h
    left join ewaybill.received_bills as r on r.tenant_id = h.tenant_id and r.id = h.received_bill_id
    left join ewaybill.consolidated_bills as k on k.tenant_id = h.tenant_id and k.id = h.consolidated_bill_id
    where p_portal = 'ewb' and h.tenant_id = (select core.current_tenant()) and (h.received_bill_id = p_entity_id or h.consolidated_bill_id = p_entity_id)
    union all
    select 2, 'e_way_bill', b.id, ewaybill.public_status(b.status, b.valid_until), b.status in ('pending', 'sending', 'unknown', 'failed'),
           case when b.status in ('pending', 'unknown') then b.next_attempt_at end, b.ewb_number, b.error_code, b.error_message, b.created_at
    from bills as b, of_bills where of_bills.yes
  )
  select json_strip_nulls(json_build_object(
    'kind', f.kind, 'id', f.id, 'voucherId', v.id, 'number', v.number, 'numberThere', f.number_there, 'status', f.status, 'open', f.open,
    'nextAttemptAt', case when isfinite(f.next_attempt_at) then f.next_attempt_at end,
    'error', case when f.error_code is not null then json_build_object('code', f.error_code, 'message', f.error_message) end))
  from found as f
  left join billing.vouchers as v on v.tenant_id = (select core.current_tenant()) and v.id = p_entity_id
  order by f.turn, f.since desc, f.id desc
  limit 1
$$;
comment on function ops.call_subject(text, text, uuid) is 'What a call was about and how that stands now, as JSON';
