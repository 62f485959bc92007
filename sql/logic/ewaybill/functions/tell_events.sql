-- Why: whoever must know hears how an e-way bill came out and what became of it, whichever way: events to webhooks, and one
-- notification for each error code that keeps goods from moving.
-- Called by: trigger events on ewaybill.e_way_bills, once a statement.
create or replace function ewaybill.tell_events() returns trigger
language plpgsql
set search_path = ''
as $$
declare
  v_row record;
begin
  if not exists (
    select from new_rows as n join old_rows as o on o.tenant_id = n.tenant_id and o.id = n.id
    where n.status <> o.status and n.status in ('part_a', 'active', 'failed', 'cancelled', 'rejected', 'expired')
       or n.status = 'active' and n.valid_until > o.valid_until) then
    return null;
  end if;
  if exists (select from ops.webhooks where tenant_id = core.current_tenant() and switched_off_at is null) then
    perform ops.raise_events(jsonb_agg(jsonb_build_object('type', 'e_way_bill.' || told.event, 'data', jsonb_strip_nulls(jsonb_build_object(
      'id', told.id, 'voucherId', told.voucher_id, 'number', v.number, 'gstin', told.gstin, 'status', told.status,
      'ewbNumber', told.ewb_number, 'generatedAt', told.generated_at, 'validUntil', told.valid_until,
      'error', case when told.error_code is not null then jsonb_build_object('code', told.error_code, 'message', told.error_message) end)))))
    from (
      select n.*, case
        when n.status in ('part_a', 'active') and o.status in ('pending', 'sending', 'unknown', 'failed') then 'generated'
        when n.status = 'active' and o.status = 'part_a' then 'vehicle_told'
        when n.status = 'active' and o.status in ('active', 'expired') and n.valid_until > o.valid_until then 'extended'
        when n.status in ('failed', 'cancelled', 'rejected', 'expired') and n.status <> o.status then n.status end as event
      from new_rows as n join old_rows as o on o.tenant_id = n.tenant_id and o.id = n.id
    ) as told
    left join billing.vouchers as v on v.tenant_id = told.tenant_id and v.id = told.voucher_id
    where told.event is not null;
  end if;
  for v_row in
    select n.error_code, count(*) as how_many, min(n.error_message) as message
    from new_rows as n join old_rows as o on o.tenant_id = n.tenant_id and o.id = n.id
    where n.status = 'failed' and o.status <> 'failed'
    group by n.error_code order by n.error_code -- in one order, or two workers would wait for each other
  loop
    perform ops.notify('e_way_bill_failed', coalesce(v_row.error_code, 'unknown'), 'critical',
      format('E-way bills are not made: error %s', coalesce(v_row.error_code, 'unknown')),
      format('The e-way bill portal did not make a bill, and the goods may not move until it is mended: %s. Mend the document or the registration, then ask again.', coalesce(v_row.message, 'it gave no reason')),
      jsonb_build_object('errorCode', v_row.error_code, 'bills', v_row.how_many));
  end loop;
  -- Not only the code a document was left with: another may have stood before it. What others hold is settled by the next.
  if exists (
    select from new_rows as n join old_rows as o on o.tenant_id = n.tenant_id and o.id = n.id
    where n.status <> o.status and n.status in ('part_a', 'active', 'cancelled')) then
    perform ops.resolve_notification(settled.kind, settled.key)
    from (
      select t.kind, t.key from ops.notifications as t
      where t.tenant_id = core.current_tenant() and t.kind = 'e_way_bill_failed' and t.resolved_at is null
        and not exists (
          select from ewaybill.e_way_bills as e
          where e.tenant_id = t.tenant_id and e.status in ('failed', 'pending', 'sending', 'unknown') and coalesce(e.error_code, 'unknown') = t.key)
      order by t.key
      for update skip locked) as settled;
  end if;
  return null;
end $$;
comment on function ewaybill.tell_events() is 'Trigger: raises events and notifications of e-way bills that were made, refused, changed or ended';
