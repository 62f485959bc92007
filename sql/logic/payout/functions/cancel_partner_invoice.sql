-- Why: an invoice that should not have been is cancelled by who raised it; its number is used for good, and the month can be
-- invoiced anew. Not while a bank may still pay it. What a signed one made owed in the books is taken back with it.
-- Called by: POST /api/partner/invoice/{invoiceId}/cancel. Answers the invoice with its timeline.
-- Locks: the invoice.
-- Refuses: partner_invoice_not_found, partner_invoice_cancelled, partner_invoice_not_cancellable.
create or replace function payout.cancel_partner_invoice(p_invoice_id text, p_destination_id text, p_reason text) returns json
language plpgsql
set search_path = ''
as $$
declare
  v payout.invoices := payout.own_invoice(p_invoice_id, p_destination_id);
begin
  select i.* into strict v from payout.invoices as i where i.tenant_id = v.tenant_id and i.id = v.id for no key update;
  if v.status = 'cancelled' then
    perform core.refuse('partner_invoice_cancelled', null,
      jsonb_build_object('invoiceId', v.invoice_id, 'invoiceNumber', v.invoice_number, 'status', v.status));
  elsif v.status not in ('generated', 'submitted') or v.settled_amount > 0 or exists (
      select from payout.payout_items as t
      where t.tenant_id = v.tenant_id and t.invoice_id = v.id and t.status in ('EXPORTED', 'PENDING', 'ON_HOLD')) then
    perform core.refuse('partner_invoice_not_cancellable', null,
      jsonb_build_object('invoiceId', v.invoice_id, 'invoiceNumber', v.invoice_number, 'status', v.status));
  end if;
  update payout.invoices as i
  set status = 'cancelled', cancelled_at = core.now(), cancel_reason = btrim(p_reason), updated_at = core.now()
  where i.tenant_id = v.tenant_id and i.id = v.id
  returning i.* into v;
  update payout.otp_log as o set revoked_at = core.now(), code_encrypted = null
  where o.tenant_id = v.tenant_id and o.invoice_id = v.id and o.revoked_at is null and not o.is_verified;
  -- Last: the numbers of journals are one counter a company.
  if v.digitally_signed then
    perform payout.reverse_accrual(v);
  end if;
  return payout.read_partner_invoice(v.invoice_id, v.destination_id);
end $$;
comment on function payout.cancel_partner_invoice(text, text, text) is 'Cancels an invoice of a partner; its number stays used';
