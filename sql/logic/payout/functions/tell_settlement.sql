-- Why: webhooks hear of payments that arrived, failed or came back, in the transaction of the fact. Called by: payout.settle_file.
-- Costs one look where the company has no webhook.
create or replace function payout.tell_settlement(p_file_id uuid) returns void
language plpgsql
set search_path = ''
as $$
begin
  if not exists (select from ops.webhooks as w where w.tenant_id = (select core.current_tenant()) and w.switched_off_at is null) then
    return;
  end if;
  perform ops.raise_events((
    select jsonb_agg(jsonb_build_object(
      'type', 'partner_invoice.' || case r.classification when 'SETTLED' then 'paid' else lower(r.classification) end,
      'key', f.reconciliation_id || '/' || r.line_no,
      'data', jsonb_build_object('invoiceId', i.invoice_id, 'invoiceNumber', i.invoice_number, 'destinationId', i.destination_id,
        'month', i.month, 'amount', r.amount, 'utrNumber', r.utr, 'paymentDate', r.payment_date, 'status', i.status,
        'reason', r.remarks, 'failureClass', i.failure_class)) order by r.line_no)
    from payout.settlement_rows as r
    join payout.settlement_files as f on f.tenant_id = r.tenant_id and f.id = r.file_id
    join payout.invoices as i on i.tenant_id = r.tenant_id and i.id = r.invoice_id
    where r.tenant_id = (select core.current_tenant()) and r.file_id = p_file_id and r.classification in ('SETTLED', 'FAILED', 'RETURNED')
    having count(*) > 0));
end $$;
comment on function payout.tell_settlement(uuid) is 'Raises partner_invoice.paid, .failed and .returned for what a settlement file did';
