-- Why: a bill of ours that the other party rejected is void, and its goods are on the road without one: a person is told at once.
-- Called by: domain/ewaybill (received.ts), with the numbers the portal lists. Answers how many it did not know of.
create or replace function ewaybill.record_rejected(p_numbers text[]) returns integer
language sql
set search_path = ''
as $$
  with rejected as (
    update ewaybill.e_way_bills as b
    set status = 'rejected', updated_at = core.now()
    where b.tenant_id = (select core.current_tenant()) and b.ewb_number = any (p_numbers) and b.status in ('active', 'expired')
      and not exists (select from ewaybill.changes as h where h.tenant_id = b.tenant_id and h.e_way_bill_id = b.id and h.status in ('requested', 'unknown'))
    returning b.id, b.ewb_number, b.voucher_id
  )
  select count(ops.notify('e_way_bill_rejected', r.id::text, 'critical', 'The other party rejected e-way bill ' || r.ewb_number,
    'Its goods travel without a valid e-way bill. Settle with the other party why, and make another bill if they go on.',
    jsonb_build_object('eWayBillId', r.id, 'ewbNumber', r.ewb_number, 'voucherId', r.voucher_id)))::int
  from rejected as r
$$;
comment on function ewaybill.record_rejected(text[]) is 'Marks bills of ours that the other party rejected and tells a person of each';
