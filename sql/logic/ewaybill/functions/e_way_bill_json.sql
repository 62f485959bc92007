-- Why: an e-way bill as callers see it: until when it may be extended, or be given its vehicle, what its vehicles carry, and
-- what was asked of it since.
create or replace function ewaybill.e_way_bill_json(p_id uuid) returns json
language sql stable
set search_path = ''
as $$
  select json_strip_nulls(json_build_object(
    'id', b.id, 'voucherId', b.voucher_id,
    'voucherNumber', (select v.number from billing.vouchers as v where v.tenant_id = b.tenant_id and v.id = b.voucher_id), 'gstin', b.gstin, 'road', b.road, 'status', ewaybill.public_status(b.status, b.valid_until, b.generated_at), 'ewbNumber', b.ewb_number,
    'generatedAt', b.generated_at, 'validUntil', b.valid_until, 'partAValidUntil', case when b.status = 'part_a' then ewaybill.part_a_until(b.generated_at) end,
    'extension', (select json_build_object('opensAt', w.opens_at, 'closesAt', w.closes_at) from ewaybill.extension_window(b.valid_until) as w where b.status in ('active', 'expired')),
    'distanceKm', b.distance_km, 'transport', b.transport, 'alert', b.alert, 'attempts', b.attempts,
    'nextAttemptAt', case when b.status in ('pending', 'unknown') and isfinite(b.next_attempt_at) then b.next_attempt_at end,
    'error', case when b.error_code is not null then json_build_object('code', b.error_code, 'message', b.error_message) end,
    'cancelledAt', b.cancelled_at, 'cancelReason', b.cancel_reason, 'vehicleGroups', ewaybill.vehicle_groups_json(b.id),
    'consolidatedNumbers', (
      select json_agg(c.consolidated_number order by c.id)
      from ewaybill.consolidated_members as m join ewaybill.consolidated_bills as c on c.tenant_id = m.tenant_id and c.id = m.consolidated_bill_id
      where m.tenant_id = b.tenant_id and m.e_way_bill_id = b.id and c.status = 'generated'),
    'changes', ewaybill.changes_json(b.id, null, null)))
  from ewaybill.e_way_bills as b
  where b.tenant_id = (select core.current_tenant()) and b.id = p_id
$$;
comment on function ewaybill.e_way_bill_json(uuid) is 'An e-way bill as JSON';
