-- Why: an invoice that was signed and then cancelled is owed no more. Of today, for its own day may be locked. Called by: the
-- cancelling of an invoice, in its transaction. Answers the journal; null where nothing of it stands.
-- Refuses: what payout.post_journal refuses.
create or replace function payout.reverse_accrual(p_invoice payout.invoices) returns uuid
language plpgsql
set search_path = ''
as $$
declare
  v_voucher uuid;
begin
  if payout.accrued(p_invoice.id) = 0 then
    return null;
  end if;
  v_voucher := payout.post_journal(core.today(), p_invoice.invoice_number,
    format('Cancelled: invoice %s of %s for %s', p_invoice.invoice_number, p_invoice.partner_name, p_invoice.month),
    payout.accrual_entries(p_invoice, true));
  insert into payout.postings (tenant_id, kind, invoice_id, voucher_id, amount, posted_on)
  select p_invoice.tenant_id, 'accrual_reversed', p_invoice.id, v_voucher, p_invoice.payable_amount, core.today() where v_voucher is not null;
  return v_voucher;
end $$;
comment on function payout.reverse_accrual(payout.invoices) is 'Takes back what a signed invoice made owed';
