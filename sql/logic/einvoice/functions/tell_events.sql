-- Why: whoever must know hears how an e-invoice came out, whichever way it was settled: events to webhooks, and one
-- notification for each error code that keeps documents from being registered.
-- Called by: trigger events on einvoice.e_invoices, once a statement.
create or replace function einvoice.tell_events() returns trigger
language plpgsql
set search_path = ''
as $$
declare
  v_row record;
begin
  if not exists (
    select from new_rows as n join old_rows as o on o.tenant_id = n.tenant_id and o.id = n.id
    where n.status <> o.status and n.status in ('generated', 'failed', 'cancelled', 'withdrawn')) then
    return null;
  end if;
  if exists (select from ops.webhooks where tenant_id = core.current_tenant() and switched_off_at is null) then
    perform ops.raise_events(jsonb_agg(jsonb_build_object('type', 'e_invoice.' || n.status, 'data', jsonb_strip_nulls(jsonb_build_object(
      'voucherId', n.voucher_id, 'voucherType', v.voucher_type, 'number', v.number, 'date', v.voucher_date, 'gstin', n.gstin, 'status', n.status,
      'irn', n.irn, 'ackNo', n.ack_no, 'ackDate', n.ack_date,
      'error', case when n.error_code is not null then jsonb_build_object('code', n.error_code, 'message', n.error_message) end)))))
    from new_rows as n
    join old_rows as o on o.tenant_id = n.tenant_id and o.id = n.id
    join billing.vouchers as v on v.tenant_id = n.tenant_id and v.id = n.voucher_id
    where n.status <> o.status and n.status in ('generated', 'failed', 'cancelled');
  end if;
  for v_row in
    select n.error_code, count(*) as how_many, min(n.error_message) as message
    from new_rows as n join old_rows as o on o.tenant_id = n.tenant_id and o.id = n.id
    where n.status = 'failed' and o.status <> 'failed'
    group by n.error_code order by n.error_code -- in one order, or two workers would wait for each other
  loop
    perform ops.notify('e_invoice_failed', coalesce(v_row.error_code, 'unknown'), 'critical',
      format('E-invoices are not registered: error %s', coalesce(v_row.error_code, 'unknown')),
      format('The portal did not register a document, and will not until it is mended: %s. See GET /api/einvoice/pending, mend the document or the registration, then retry.', coalesce(v_row.message, 'it gave no reason')),
      jsonb_build_object('errorCode', v_row.error_code, 'documents', v_row.how_many));
  end loop;
  -- Not only the code a document was left with: another may have stood before it. What others hold is settled by the next.
  if exists (
    select from new_rows as n join old_rows as o on o.tenant_id = n.tenant_id and o.id = n.id
    where n.status <> o.status and n.status in ('generated', 'cancelled', 'withdrawn')) then
    perform ops.resolve_notification(settled.kind, settled.key)
    from (
      select t.kind, t.key from ops.notifications as t
      where t.tenant_id = core.current_tenant() and t.kind = 'e_invoice_failed' and t.resolved_at is null
        and not exists (
          select from einvoice.e_invoices as e
          where e.tenant_id = t.tenant_id and e.status in ('failed', 'pending', 'sending', 'unknown') and coalesce(e.error_code, 'unknown') = t.key)
      order by t.key
      for update skip locked) as settled;
  end if;
  return null;
end $$;
comment on function einvoice.tell_events() is 'Trigger: raises events and notifications of e-invoices that were registered, refused or cancelled';
