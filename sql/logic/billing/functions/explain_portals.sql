-- Why: why an e-invoice or an e-way bill is due or not: the reasons that were found when the document was drawn up, the
-- row of the law behind them, what was compared. Called by: billing.explain_vouchers.
create or replace function billing.explain_portals(p_vouchers billing.voucher[], p_lines billing.voucher_line[]) returns setof billing.explained_figure
language sql stable
set search_path = ''
as $$
  select v.id, array[5, f.k], f.name, null::numeric, f.value, f.rule, f.source, jsonb_strip_nulls(f.inputs), null::numeric, null::numeric
  from unnest(p_vouchers) as v
  join billing.voucher_kinds as kind on kind.voucher_type = v.voucher_type
  left join core.companies as company on company.tenant_id = v.tenant_id
  left join gst.e_invoice_limit(v.voucher_date) as turnover on true
  left join lateral (
    select sum(l.total_amount) filter (where l.taxability = 'taxable') as taxed, sum(l.total_amount) filter (where l.taxability <> 'taxable') as untaxed, array_agg(l.hsn) as hsn
    from unnest(p_lines) as l where l.voucher_id = v.id and l.hsn not like '99%'
  ) as goods on kind.moves_goods
  left join lateral ewaybill.applicability(
    case when kind.moves_goods then v.voucher_type end, v.voucher_date, v.company_gstin, coalesce(v.party_state, v.place_of_supply), v.party ->> 'city', v.party_gstin is not null,
    v.supply_category in ('EXPWP', 'EXPWOP', 'IMPORT'), v.particulars,
    exists (select from billing.voucher_links as k where k.tenant_id = v.tenant_id and k.voucher_id = v.id and k.relation = 'returns'),
    goods.taxed, goods.untaxed, goods.hsn) as moved on true
  cross join lateral (values
    (1, '/eInvoice/applicability', to_jsonb(v.e_invoice_applicability), v.e_invoice_reason, 'CGST Rules r.48(4)' || coalesce(': ' || turnover.notification, ''),
     jsonb_build_object('aggregateTurnover', company.aggregate_turnover, 'turnoverAbove', turnover.turnover_above, 'supplyCategory', v.supply_category,
       'documentCode', kind.document_code)),
    (2, '/eWayBill/applicability', to_jsonb(v.e_way_bill_applicability), v.e_way_bill_reason, 'CGST Rules r.138' || coalesce(': ' || moved.notification, ''),
     jsonb_build_object('consignmentValue', moved.consignment_value, 'valueAbove', moved.value_above, 'fromState', moved.from_state, 'toState', moved.to_state,
       'movesGoods', kind.moves_goods))
  ) as f (k, name, value, rule, source, inputs)
$$;
comment on function billing.explain_portals(billing.voucher[], billing.voucher_line[]) is 'Why an e-invoice and an e-way bill are due or not';
