-- Why: what stands on the paper of a partner's invoice, from what was frozen with it, so that today's print says what the
-- first one said. The partner supplies, the company receives (CGST rule 46). Called by: whoever prints one.
create or replace function payout.print_invoice(p payout.invoices) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object(
    'title', 'Tax Invoice', 'number', p.invoice_number, 'date', p.invoice_date,
    'status', case p.status when 'cancelled' then 'cancelled' else 'posted' end,
    'reference', p.invoice_id, 'period', to_char(to_date(p.month, 'YYYY-MM'), 'FMMonth YYYY'),
    'company', json_build_object('legalName', p.partner_name, 'gstin', p.partner_gstin, 'pan', substr(p.partner_gstin, 3, 10),
      'address', p.partner_address, 'stateCode', home.code, 'stateName', home.name, 'email', p.partner_email,
      'bank', case when a.id is not null then
        json_build_object('name', a.holder_name, 'account', payout.masked_account(a.account_last4), 'ifsc', a.ifsc_code) end),
    'party', p.company || jsonb_build_object('name', p.company ->> 'legalName'),
    'placeOfSupply', p.place_of_supply, 'placeOfSupplyName', place.name, 'reverseCharge', false,
    'supplyType', case when p.igst_amount = 0 and p.partner_state_code = p.place_of_supply then 'intra_state' else 'inter_state' end,
    'taxHeadLabel', case when place.is_union_territory then 'UTGST' else 'SGST' end,
    'lines', (
      select coalesce(json_agg(json_build_object('lineNo', row_number, 'description', l.description, 'hsn', p.sac, 'taxableAmount', l.amount)
                               order by row_number), '[]')
      from (select row_number() over (), given.*
            from (values ('Trail commission', p.trail_amount), ('Upfront payment', p.upfront_amount)) as given (description, amount)
            where given.amount <> 0) as l),
    'taxSummary', json_build_array(json_build_object('gstRate', p.gst_rate, 'taxableAmount', p.gst_base_amount,
      'cgstAmount', p.cgst_amount, 'sgstAmount', p.sgst_amount, 'igstAmount', p.igst_amount)),
    'taxableAmount', p.gst_base_amount, 'cgstAmount', p.cgst_amount, 'sgstAmount', p.sgst_amount, 'igstAmount', p.igst_amount,
    'totalAmount', p.total_amount, 'amountInWords', billing.amount_in_words(p.total_amount),
    'payableBasis', p.payable_basis, 'payableAmount', p.payable_amount)
  from gst.states as home
  join gst.states as place on place.code = p.place_of_supply
  left join payout.bank_accounts as a on a.tenant_id = p.tenant_id and a.id = p.bank_account_id
  where home.code = p.partner_state_code
$$;
comment on function payout.print_invoice(payout.invoices) is 'What the paper of a partner''s invoice says: taken by domain/payout/partner_print.ts';
