-- Why: an e-invoice as callers see it. Null where the voucher has none.
create or replace function einvoice.e_invoice_json(p_voucher_id uuid) returns json
language sql stable
set search_path = ''
as $$
  select json_strip_nulls(json_build_object(
    'id', e.id, 'voucherId', e.voucher_id, 'status', einvoice.public_status(e.status), 'irn', e.irn, 'ackNo', e.ack_no, 'ackDate', e.ack_date,
    'signedQrCode', d.signed_qr_code, 'signedInvoice', d.signed_invoice, 'signatureVerified', d.signature_verified,
    'signingKeyId', d.signing_key_id, 'attempts', e.attempts,
    'nextAttemptAt', case when e.status in ('pending', 'unknown') and e.held_at is null then e.next_attempt_at end, 'heldAt', case e.status when 'unknown' then e.held_at end,
    'adoption', (
      select json_build_object('id', a.id, 'status', a.status, 'requestedAt', a.requested_at,
        'error', case when a.error_code is not null then json_build_object('code', a.error_code, 'message', a.error_message) end)
      from einvoice.adoptions as a
      where a.tenant_id = e.tenant_id and a.e_invoice_id = e.id
      order by a.requested_at desc, a.id desc
      limit 1),
    'error', case when e.error_code is not null then json_build_object('code', e.error_code, 'message', e.error_message) end,
    'cancelledAt', d.cancelled_at,
    'cancellation', (
      select json_build_object('status', c.cancellation_status, 'step', c.step, 'reasonCode', c.reason_code, 'remarks', c.remarks, 'requestedAt', c.requested_at,
        'eWayBill', (select json_build_object('ewbNumber', b.ewb_number, 'status', b.status, 'cancelledAt', b.cancelled_at)
                     from ewaybill.changes as h join ewaybill.e_way_bills as b on b.tenant_id = h.tenant_id and b.id = h.e_way_bill_id
                     where h.tenant_id = c.tenant_id and h.id = c.change_id),
        'error', case when c.error_code is not null then json_build_object('code', c.error_code, 'message', c.error_message) end)
      from einvoice.cancellations as c
      where c.tenant_id = e.tenant_id and c.irn_detail_id = d.id
      order by c.requested_at desc, c.id desc
      limit 1)))
  from einvoice.e_invoices as e
  left join einvoice.irn_details as d on d.tenant_id = e.tenant_id and d.e_invoice_id = e.id
  where e.tenant_id = (select core.current_tenant()) and e.voucher_id = p_voucher_id
$$;
comment on function einvoice.e_invoice_json(uuid) is 'The e-invoice of a voucher as JSON';
