-- Why: which ledgers a signed invoice stands on. GST_ONLY: its tax is input tax and owed to the partner, for the base was paid
-- elsewhere; FULL: the commission is an expense beside it, and the whole is owed. p_reversed: debit and credit change sides.
create or replace function payout.accrual_entries(p_invoice payout.invoices, p_reversed boolean) returns jsonb
language sql immutable
set search_path = ''
as $$
  select jsonb_agg(jsonb_build_object('ledger', e.ledger, case when e.is_debit <> p_reversed then 'debit' else 'credit' end, e.amount) order by e.ord)
  from (values
    (1, 'partner_commission', true, case when p_invoice.payable_basis = 'FULL' then p_invoice.gst_base_amount else 0 end),
    (2, 'input_cgst', true, p_invoice.cgst_amount),
    (3, 'input_sgst', true, p_invoice.sgst_amount),
    (4, 'input_igst', true, p_invoice.igst_amount),
    (5, 'partner_payouts_payable', false, p_invoice.payable_amount)
  ) as e (ord, ledger, is_debit, amount)
$$;
comment on function payout.accrual_entries(payout.invoices, boolean) is 'The entries of a partner''s signed invoice, or those that take them back';
