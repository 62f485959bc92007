-- Why: what a partner holds of a payment: which invoice, how much, when, by which reference, to which account. Called by:
-- GET /api/partner/invoice/{invoiceId}/receipt. Refuses: partner_invoice_not_found, partner_invoice_not_paid.
create or replace function payout.print_receipt(p_invoice_id text, p_destination_id text) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  v payout.invoices := payout.own_invoice(p_invoice_id, p_destination_id);
  v_item payout.payout_items;
begin
  select t.* into v_item from payout.payout_items as t
  where t.tenant_id = v.tenant_id and t.invoice_id = v.id and t.settled_amount > 0 and t.status <> 'RETURNED'
  order by t.attempt_no desc limit 1;
  if v.settled_amount <= 0 or v.payment_date is null then
    perform core.refuse('partner_invoice_not_paid', null,
      jsonb_build_object('invoiceId', v.invoice_id, 'invoiceNumber', v.invoice_number, 'status', v.status));
  end if;
  return (
    select json_build_object(
      'title', 'Payment receipt', 'number', v.invoice_id, 'date', v.payment_date, 'status', 'posted', 'reference', v.invoice_id,
      'period', to_char(to_date(v.month, 'YYYY-MM'), 'FMMonth YYYY'), 'invoiceNumber', v.invoice_number, 'invoiceDate', v.invoice_date,
      'utrNumber', v.utr_number, 'taxableAmount', v.gst_base_amount, 'gstAmount', v.gst_amount, 'payableAmount', v.payable_amount,
      'totalAmount', v.settled_amount, 'amountInWords', billing.amount_in_words(v.settled_amount),
      'bank', json_build_object('name', coalesce(v_item.beneficiary_name, a.holder_name, v.partner_name),
        'account', payout.masked_account(a.account_last4), 'ifsc', a.ifsc_code),
      'company', v.company,
      'party', json_build_object('name', v.partner_name, 'gstin', v.partner_gstin, 'address', v.partner_address,
        'stateCode', v.partner_state_code, 'stateName', home.name),
      'watch', case when core.today() < v.payment_date + f.return_watch_days then
        format('The beneficiary''s bank may return this payment until %s.', to_char(v.payment_date + f.return_watch_days, 'DD-Mon-YYYY')) end)
    from payout.settings as f
    join gst.states as home on home.code = v.partner_state_code
    left join payout.bank_accounts as a on a.tenant_id = v.tenant_id and a.id = coalesce(v_item.bank_account_id, v.bank_account_id)
    where f.tenant_id = v.tenant_id);
end $$;
comment on function payout.print_receipt(text, text) is 'What the paper of a payment to a partner says';
