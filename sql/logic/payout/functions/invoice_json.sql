-- Why: one invoice as the payout rules print it, all that its PDF is made of, and how it stands. Called by: whatever answers
-- one invoice. The account is shown by its last four digits: whose it was when the invoice was made.
create or replace function payout.invoice_json(p payout.invoices) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object(
    'invoiceId', p.invoice_id, 'invoiceNumber', p.invoice_number, 'invoiceDate', p.invoice_date, 'month', p.month,
    'financialYear', p.financial_year, 'destinationId', p.destination_id,
    'partnerName', p.partner_name, 'gstNumber', p.partner_gstin, 'accountNumber', payout.masked_account(a.account_last4),
    'ifscCode', a.ifsc_code, 'gstBaseAmount', p.gst_base_amount,
    'state', home.name, 'stateCode', p.partner_state_code, 'address', p.partner_address, 'email', p.partner_email,
    'trailAmount', p.trail_amount, 'upfrontAmount', p.upfront_amount, 'gstRate', trim_scale(p.gst_rate),
    'headRate', trim_scale(p.gst_rate / 2),
    'cgstAmount', p.cgst_amount, 'sgstAmount', p.sgst_amount, 'igstAmount', p.igst_amount, 'gstAmount', p.gst_amount,
    'totalAmount', p.total_amount, 'totalInvoiceAmount', p.total_amount, 'amountInWords', billing.amount_in_words(p.total_amount),
    'payableBasis', p.payable_basis, 'payableAmount', p.payable_amount,
    'companyName', p.company ->> 'legalName', 'companyGstin', p.company_gstin, 'placeOfSupply', p.place_of_supply,
    'placeOfSupplyName', place.name, 'sac', p.sac,
    'status', p.status, 'digitallySigned', p.digitally_signed, 'signedAt', payout.utc_text(p.signed_at), 'signedIp', p.signed_ip,
    'documentSha256', encode(p.document_sha256, 'hex'),
    'invoicePdfUrl', '/api/partner/invoice/' || p.invoice_id || '/pdf?type=original',
    'signedPdfUrl', case when p.digitally_signed then '/api/partner/invoice/' || p.invoice_id || '/pdf?type=signed' end,
    'receiptUrl', case when p.settled_amount > 0 then '/api/partner/invoice/' || p.invoice_id || '/receipt' end,
    'paymentStatus', p.payment_status, 'paymentDate', p.payment_date, 'utrNumber', p.utr_number, 'settledAmount', p.settled_amount,
    'paymentFailureReason', p.payment_failure_reason,
    'returnDate', p.return_date, 'returnReason', p.return_reason,
    'cancelledAt', payout.utc_text(p.cancelled_at), 'cancelReason', p.cancel_reason)
  from gst.states as home
  join gst.states as place on place.code = p.place_of_supply
  left join payout.bank_accounts as a on a.tenant_id = p.tenant_id and a.id = p.bank_account_id
  where home.code = p.partner_state_code
$$;
comment on function payout.invoice_json(payout.invoices) is 'An invoice of a partner as the API answers it';
