-- Why: the one place that writes a voucher as JSON, for the answer to a posting, for a preview and for a read, from rows
-- that may or may not be stored. Money leaves as it is stored, two decimals; percentages and quantities without idle
-- zeros. Shape: the HTTP contract, Vouchers. Called by: billing.post_vouchers, preview_vouchers, voucher_json.
-- p_alone: these were made this moment and stand on no other, so nobody asks what the portal or other documents say of them.
-- What only some documents hold is merged in by a call of its own, so that the others do not pay for its many expressions.
create or replace function billing.render_vouchers(
  p_vouchers billing.voucher[], p_lines billing.voucher_line[], p_entries ledger.ledger_entry[], p_alone boolean default false)
returns table (voucher_id uuid, document json)
language sql stable
set search_path = ''
as $$
  select drawn.id, case when drawn.rich is null then drawn.document else billing.with_particulars(drawn.rich, drawn.document) end
  from (select v.id, case when v.particulars is not null or v.reverse_cgst_amount is not null or v.value_adjustment is not null
      or v.exchange_rate is not null then v end as rich, json_build_object(
    'id', v.id, 'type', v.voucher_type, 'number', v.number, 'date', v.voucher_date, 'status', v.status, 'title', kind.title,
    'companyGstin', v.company_gstin, 'partyId', v.party_id, 'party', v.party, 'placeOfSupply', v.place_of_supply,
    'supplyType', v.supply_type, 'supplyCategory', v.supply_category, 'reverseCharge', v.reverse_charge,
    'reference', v.reference, 'narration', v.narration, 'currency', v.currency, 'supplyDate', v.supply_date, 'paymentDate', v.payment_date, 'financialYear', v.financial_year,
    'taxableAmount', v.taxable_amount, 'cgstAmount', v.cgst_amount, 'sgstAmount', v.sgst_amount, 'igstAmount', v.igst_amount,
    'cessAmount', v.cess_amount, 'roundOff', v.round_off, 'totalAmount', v.total_amount,
    'amountInWords', billing.amount_in_words(v.total_amount),
    'lines', coalesce(line.list, '[]'), 'taxSummary', coalesce(tax.list, '[]'), 'ledgerEntries', coalesce(entry.list, '[]'),
    'eInvoice', json_build_object('applicability', v.e_invoice_applicability, 'reason', v.e_invoice_reason,
      'status', coalesce(e.standing ->> 'status', case when v.e_invoice_applicability = 'required' and v.status = 'posted' then 'pending' else 'not_required' end),
      'irn', e.standing -> 'irn', 'ackNo', e.standing -> 'ackNo', 'ackDate', e.standing -> 'ackDate'),
    'eWayBill', case when w.standing is null
      then json_build_object('applicability', v.e_way_bill_applicability, 'reason', v.e_way_bill_reason, 'status', 'not_generated')
      else json_build_object('applicability', v.e_way_bill_applicability, 'reason', v.e_way_bill_reason, 'status', w.standing -> 'status',
        'ewbNumber', w.standing -> 'ewbNumber', 'validUntil', w.standing -> 'validUntil') end,
    'related', case when p_alone then '[]' else billing.related_vouchers(v.tenant_id, v.id) end, 'cancelledAt', v.cancelled_at, 'cancelReason', v.cancel_reason,
    'createdBy', v.created_by, 'createdAt', v.created_at, 'updatedAt', v.updated_at) as document
  from unnest(p_vouchers) as v
  join billing.voucher_kinds as kind on kind.voucher_type = v.voucher_type
  cross join lateral (select case when not p_alone then einvoice.standing(v.tenant_id, v.id) end as standing offset 0) as e
  cross join lateral (select case when not p_alone then ewaybill.standing(v.tenant_id, v.id) end as standing offset 0) as w
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
  offset 0) as drawn
$$;
comment on function billing.render_vouchers(billing.voucher[], billing.voucher_line[], ledger.ledger_entry[], boolean) is 'Vouchers as the JSON of the HTTP contract, from their rows, stored or not';
