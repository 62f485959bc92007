-- Phase 5 of posting, draw up: each document's totals, rounded to the rupee (CGST Act s.170) with the difference shown,
-- what e-invoicing and e-way bills make of them, and its number; a preview has none. A money document totals its entries
-- (billing.entry_totals). Called by: billing.post_vouchers, billing.preview_vouchers. Answers voucher rows, not yet stored.
create or replace function billing.draw_up_vouchers(
  p_docs billing.resolved_document[], p_lines billing.voucher_line[], p_numbers billing.taken_number[] default '{}',
  p_entries billing.entry_input[] default '{}')
returns billing.voucher[]
language sql stable
set search_path = ''
as $$
  select array_agg(row(
           (select core.current_tenant()), d.voucher_id, d.voucher_type, 'posted', n.number, core.financial_year(d.voucher_date),
           d.voucher_date, d.company_gstin, d.supplier_state, d.party_id, d.party_name, d.party_gstin, d.party_state,
           d.registration_type, d.party, d.supply_category, d.place_of_supply, d.supply_type, d.reverse_charge, d.currency,
           d.reference, d.narration, coalesce(total.taxable, 0.00), coalesce(total.cgst, 0.00), coalesce(total.sgst, 0.00),
           coalesce(total.igst, 0.00), coalesce(total.cess, 0.00), rounded.amount - due.amount, rounded.amount,
           e_invoice.applicability, e_invoice.reason, e_way.applicability, e_way.reason,
           null::timestamptz, null, (select core.current_user_id()), clock.now, clock.now,
           d.exchange_rate, case when d.exchange_rate is not null then coalesce(total.currency_amount + round((total.cgst + total.sgst + total.igst + total.cess) / d.exchange_rate, 2),
             (d.particulars ->> 'amount')::numeric, round(due.amount / d.exchange_rate, 2)) end,
           d.supply_date, d.payment_date, d.rate_date, d.particulars, total.adjustment,
           total.reverse_cgst, total.reverse_sgst, total.reverse_igst, total.reverse_cess, null::numeric, (rounded.amount * 100)::bigint)::billing.voucher order by d.ord)
  from unnest(p_docs) as d
  left join (
    select l.voucher_id, sum(l.taxable_amount) as taxable, sum(l.cgst_amount) as cgst, sum(l.sgst_amount) as sgst,
           sum(l.igst_amount) as igst, sum(l.cess_amount) as cess, sum(l.total_amount) as amount,
           sum(l.total_amount) filter (where l.hsn not like '99%' and l.taxability = 'taxable') as taxed_goods,
           sum(l.total_amount) filter (where l.hsn not like '99%' and l.taxability <> 'taxable') as untaxed_goods,
           array_agg(l.hsn) filter (where l.hsn not like '99%') as goods_hsn, bool_or(l.taxability = 'taxable') as has_taxable,
           sum(l.value_adjustment) as adjustment, sum(l.currency_amount) as currency_amount,
           sum(l.reverse_cgst_amount) as reverse_cgst, sum(l.reverse_sgst_amount) as reverse_sgst,
           sum(l.reverse_igst_amount) as reverse_igst, sum(l.reverse_cess_amount) as reverse_cess
    from unnest(p_lines) as l
    group by l.voucher_id
  ) as total on total.voucher_id = d.voucher_id
  left join (select e.ord, sum(e.debit) as amount from unnest(p_entries) as e group by e.ord) as money on money.ord = d.ord
  cross join lateral (select coalesce(total.amount, money.amount) as amount) as due
  left join unnest(p_numbers) as n on n.voucher_id = d.voucher_id
  cross join lateral (select case when d.rounds then round(due.amount) else due.amount end as amount) as rounded
  cross join lateral einvoice.applicability(d.voucher_date, d.turnover, d.e_invoice_exempt, d.supply_category, d.document_code, coalesce(total.has_taxable, false)) as e_invoice
  cross join lateral ewaybill.applicability(
    case when d.moves_goods then d.voucher_type end, d.voucher_date, d.company_gstin, coalesce(d.party_state, d.place_of_supply), d.party ->> 'city', d.party_gstin is not null,
    d.supply_category in ('EXPWP', 'EXPWOP', 'IMPORT'), d.particulars, d.original_id is not null, total.taxed_goods, total.untaxed_goods, total.goods_hsn) as e_way
  cross join (select core.now() as now) as clock
  where due.amount is not null
$$;
comment on function billing.draw_up_vouchers(billing.resolved_document[], billing.voucher_line[], billing.taken_number[], billing.entry_input[]) is 'Voucher rows of a batch with their totals and, where given, their numbers';
