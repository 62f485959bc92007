-- Why: the one place that writes a voucher as JSON, for the answer to a posting, for a preview and for a read, from rows
-- that may or may not be stored. Money leaves as it is stored, two decimals; percentages and quantities without idle
-- zeros. Shape: the HTTP contract, Vouchers. Called by: billing.post_vouchers, preview_vouchers, voucher_json.
create or replace function billing.render_vouchers(
  p_vouchers billing.voucher[], p_lines billing.voucher_line[], p_entries ledger.ledger_entry[])
returns table (voucher_id uuid, document json)
language sql stable
set search_path = ''
as $$
  select v.id, billing.with_particulars(v, json_build_object(
    'id', v.id, 'type', v.voucher_type, 'number', v.number, 'date', v.voucher_date, 'status', v.status, 'title', kind.title,
    'companyGstin', v.company_gstin, 'partyId', v.party_id, 'party', v.party, 'placeOfSupply', v.place_of_supply,
    'supplyType', v.supply_type, 'supplyCategory', v.supply_category, 'reverseCharge', v.reverse_charge,
    'reference', v.reference, 'narration', v.narration, 'currency', v.currency, 'supplyDate', v.supply_date, 'paymentDate', v.payment_date, 'financialYear', v.financial_year,
    'taxableAmount', v.taxable_amount, 'cgstAmount', v.cgst_amount, 'sgstAmount', v.sgst_amount, 'igstAmount', v.igst_amount,
    'cessAmount', v.cess_amount, 'roundOff', v.round_off, 'totalAmount', v.total_amount,
    'amountInWords', billing.amount_in_words(v.total_amount),
    'lines', coalesce(line.list, '[]'), 'taxSummary', coalesce(tax.list, '[]'), 'ledgerEntries', coalesce(entry.list, '[]'),
    'eInvoice', json_build_object('applicability', v.e_invoice_applicability, 'reason', v.e_invoice_reason,
      'status', case when e.status is not null then einvoice.public_status(e.status)
                     when v.e_invoice_applicability = 'required' and v.status = 'posted' then 'pending' else 'not_required' end,
      'irn', e.irn, 'ackNo', e.ack_no, 'ackDate', e.ack_date),
    'eWayBill', json_build_object('applicability', v.e_way_bill_applicability, 'reason', v.e_way_bill_reason, 'status', 'not_generated'),
    'related', billing.related_vouchers(v.tenant_id, v.id), 'cancelledAt', v.cancelled_at, 'cancelReason', v.cancel_reason,
    'createdBy', v.created_by, 'createdAt', v.created_at, 'updatedAt', v.updated_at))
  from unnest(p_vouchers) as v
  join billing.voucher_kinds as kind on kind.voucher_type = v.voucher_type
  left join einvoice.e_invoices as e on e.tenant_id = v.tenant_id and e.voucher_id = v.id
  left join (select l.voucher_id, json_agg(billing.line_json(l) order by l.line_no) as list from unnest(p_lines) as l group by l.voucher_id) as line
    on line.voucher_id = v.id
  left join (
    select s.voucher_id, json_agg(json_build_object(
        'gstRate', trim_scale(s.gst_rate), 'taxableAmount', s.taxable, 'cgstAmount', s.cgst, 'sgstAmount', s.sgst,
        'igstAmount', s.igst, 'cessAmount', s.cess) order by s.gst_rate) as list
    from (
      select l.voucher_id, l.gst_rate, sum(l.taxable_amount) as taxable, sum(l.cgst_amount) as cgst, sum(l.sgst_amount) as sgst,
             sum(l.igst_amount) as igst, sum(l.cess_amount) as cess
      from unnest(p_lines) as l
      group by l.voucher_id, l.gst_rate
    ) as s
    group by s.voucher_id
  ) as tax on tax.voucher_id = v.id
  left join (
    select n.voucher_id, json_agg(json_build_object('ledger', coalesce(account.name, v2.party_name), 'ledgerId', n.ledger_id, 'debit', n.debit, 'credit', n.credit)
      order by n.entry_no) as list
    from unnest(p_entries) as n
    join unnest(p_vouchers) as v2 on v2.id = n.voucher_id
    left join ledger.ledgers as account on account.tenant_id = n.tenant_id and account.id = n.ledger_id
    group by n.voucher_id
  ) as entry on entry.voucher_id = v.id
$$;
comment on function billing.render_vouchers(billing.voucher[], billing.voucher_line[], ledger.ledger_entry[]) is 'Vouchers as the JSON of the HTTP contract, from their rows, stored or not';
