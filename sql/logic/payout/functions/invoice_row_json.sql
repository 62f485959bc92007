-- Why: an invoice in a partner's list, as the payout rules print it. Called by: payout.partner_invoices.
create or replace function payout.invoice_row_json(p payout.invoices) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object(
    'invoiceId', p.invoice_id, 'invoiceNumber', p.invoice_number, 'month', p.month, 'invoiceDate', p.invoice_date,
    'gstBaseAmount', p.gst_base_amount, 'gstAmount', p.gst_amount, 'status', p.status, 'signedAt', payout.utc_text(p.signed_at),
    'invoicePdfUrl', '/api/partner/invoice/' || p.invoice_id || '/pdf?type=original',
    'signedPdfUrl', case when p.digitally_signed then '/api/partner/invoice/' || p.invoice_id || '/pdf?type=signed' end,
    'utrNumber', p.utr_number, 'paymentDate', p.payment_date,
    'financialYear', p.financial_year, 'totalAmount', p.total_amount, 'payableAmount', p.payable_amount,
    'settledAmount', p.settled_amount, 'paymentFailureReason', p.payment_failure_reason, 'mayReturnUntil', payout.may_return_until(p),
    'returnDate', p.return_date, 'returnReason', p.return_reason, 'cancelledAt', payout.utc_text(p.cancelled_at))
$$;
comment on function payout.invoice_row_json(payout.invoices) is 'An invoice as a row of its partner''s list';
