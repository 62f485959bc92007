-- Why: a signed invoice is owed. Of the day it is signed, when it was received; once an invoice. Called by:
-- domain/payout/signing.ts, in the transaction that signs. Answers the journal; null where none is wanted.
-- Refuses: what payout.post_journal refuses; then nothing is signed.
create or replace function payout.book_accrual(p_invoice payout.invoices) returns uuid
language plpgsql
set search_path = ''
as $$
declare
  v_voucher uuid;
begin
  if payout.accrued(p_invoice.id) > 0 then
    return null;
  end if;
  v_voucher := payout.post_journal(core.today(), p_invoice.invoice_number,
    format('Invoice %s of %s for %s', p_invoice.invoice_number, p_invoice.partner_name, p_invoice.month),
    payout.accrual_entries(p_invoice, false));
  insert into payout.postings (tenant_id, kind, invoice_id, voucher_id, amount, posted_on)
  select p_invoice.tenant_id, 'accrual', p_invoice.id, v_voucher, p_invoice.payable_amount, core.today() where v_voucher is not null;
  return v_voucher;
end $$;
comment on function payout.book_accrual(payout.invoices) is 'Posts what a signed invoice makes owed';
