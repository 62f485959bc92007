-- Why: an invoice is signed once, and only while it stands. Called by: whatever asks for a code or tries one.
-- Refuses: partner_invoice_signed, partner_invoice_cancelled.
create or replace function payout.check_signable(p_invoice payout.invoices) returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_facts jsonb := jsonb_build_object('invoiceId', p_invoice.invoice_id, 'invoiceNumber', p_invoice.invoice_number, 'status', p_invoice.status);
begin
  if p_invoice.status = 'cancelled' then
    perform core.refuse('partner_invoice_cancelled', null, v_facts);
  elsif p_invoice.digitally_signed or p_invoice.status <> 'generated' then
    perform core.refuse('partner_invoice_signed', null, v_facts || jsonb_build_object('signedAt', payout.utc_text(p_invoice.signed_at)));
  end if;
end $$;
comment on function payout.check_signable(payout.invoices) is 'Refuses an invoice that cannot be signed any more';
