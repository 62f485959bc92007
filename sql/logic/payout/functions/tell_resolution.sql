-- Why: webhooks hear of what a decision made of an invoice as they hear of what a file did, in the transaction of the fact.
-- Called by: payout.resolve_exception, once the invoice stands as decided. One look where the company has no webhook.
create or replace function payout.tell_resolution(p_exception_id uuid, p_item_id uuid) returns void
language plpgsql
set search_path = ''
as $$
begin
  if not exists (select from ops.webhooks as w where w.tenant_id = (select core.current_tenant()) and w.switched_off_at is null) then
    return;
  end if;
  perform ops.raise_events((
    select jsonb_agg(jsonb_build_object('type', 'partner_invoice.' || i.status, 'key', 'exception/' || p_exception_id,
      'data', jsonb_build_object('invoiceId', i.invoice_id, 'invoiceNumber', i.invoice_number, 'destinationId', i.destination_id,
        'month', i.month, 'amount', i.settled_amount, 'utrNumber', i.utr_number, 'paymentDate', i.payment_date, 'status', i.status,
        'reason', coalesce(i.return_reason, i.payment_failure_reason), 'failureClass', i.failure_class)))
    from payout.payout_items as t join payout.invoices as i on i.tenant_id = t.tenant_id and i.id = t.invoice_id
    where t.tenant_id = (select core.current_tenant()) and t.id = p_item_id and i.status in ('paid', 'failed', 'returned')
    having count(*) > 0));
end $$;
comment on function payout.tell_resolution(uuid, uuid) is 'Raises partner_invoice.paid, .failed and .returned for what a decision did';
