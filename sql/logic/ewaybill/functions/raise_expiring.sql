-- Why: a company's own program hears of a bill that can be extended now: it ends within eight hours. Once a bill and end, so
-- that an extended one is told of anew. Called by: domain/ewaybill/watch.ts, every hour. Costs nothing without a webhook.
create or replace function ewaybill.raise_expiring() returns bigint
language sql
set search_path = ''
as $$
  select ops.raise_events(jsonb_agg(jsonb_build_object(
    'type', 'e_way_bill.expiring', 'key', b.ewb_number || ' ' || extract(epoch from b.valid_until)::bigint,
    'data', jsonb_build_object('id', b.id, 'voucherId', b.voucher_id, 'gstin', b.gstin, 'ewbNumber', b.ewb_number, 'validUntil', b.valid_until))))
  from ewaybill.e_way_bills as b
  where b.tenant_id = (select core.current_tenant()) and b.status = 'active'
    and b.valid_until between core.now() and core.now() + interval '8 hours'
    and exists (select from ops.webhooks as w where w.tenant_id = b.tenant_id and w.switched_off_at is null)
$$;
comment on function ewaybill.raise_expiring() is 'Raises e_way_bill.expiring for bills that end within 8 hours; how many deliveries';
