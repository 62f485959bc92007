-- Why: the portal answers questions about a document for two days. What is still unknown 46 hours after it was sent waits for a
-- person from then on: it is not asked about by itself any more, and somebody is told while there are two hours left.
-- What was told of one that has found its end since is settled. Called by: jobs/einvoice/watch_deadlines.ts. Locks: the
-- e-invoices. Answers how many.
create or replace function einvoice.hold_forgotten() returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_held record;
  v_count integer := 0;
begin
  for v_held in
    update einvoice.e_invoices as e
    set held_at = core.now(), error_code = 'unknown_too_long', updated_at = core.now(),
        error_message = format('the portal has not said for 46 hours whether it has this document (%s), and forgets it after 48; ask it now with POST /api/einvoice/%s/retry, '
          'or bring what the GST portal shows of it with POST /api/einvoice/%s/adopt', coalesce(e.error_code, 'no answer'), e.voucher_id, e.voucher_id)
    from billing.vouchers as v
    where e.tenant_id = (select core.current_tenant()) and e.status in ('unknown', 'sending') and e.held_at is null
      and (e.lease_until is null or e.lease_until < core.now())
      and coalesce(e.sent_at, e.created_at) <= core.now() - interval '46 hours'
      and v.tenant_id = e.tenant_id and v.id = e.voucher_id
    returning e.voucher_id, e.error_message, v.number
  loop
    perform ops.notify('e_invoice_unknown_too_long', v_held.voucher_id::text, 'critical', 'Nobody knows whether ' || v_held.number || ' has an IRN',
      v_held.number || ': ' || v_held.error_message, jsonb_build_object('voucherId', v_held.voucher_id, 'number', v_held.number));
    v_count := v_count + 1;
  end loop;
  update einvoice.e_invoices as e
  set status = 'unknown', updated_at = core.now()
  where e.tenant_id = core.current_tenant() and e.status = 'sending' and e.held_at is not null;
  perform ops.resolve_notification(n.kind, n.key)
  from ops.notifications as n
  where n.tenant_id = core.current_tenant() and n.kind = 'e_invoice_unknown_too_long' and n.resolved_at is null
    and not exists (select from einvoice.e_invoices as e where e.tenant_id = n.tenant_id and e.voucher_id::text = n.key and e.held_at is not null and e.status = 'unknown');
  return v_count;
end $$;
comment on function einvoice.hold_forgotten() is 'Puts e-invoices that have been unknown for 46 hours before a person, and answers how many';
