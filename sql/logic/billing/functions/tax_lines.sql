-- Phase 3 of posting, tax: each line's amounts in rupees. Taxable value to the paisa, then each head rounded half-up on its
-- line: central and state head of half the rate within a State, the integrated one otherwise; cess beside them, outside the
-- GST base. What the supplier charges stands in the heads; what the recipient owes under reverse charge beside them.
-- Goods with a declared retail price are valued by it: the price less the tax in it (rule 31D, CGST Rules); what they are
-- sold for besides is the value adjustment. What an itemId knows, the line may leave out. Amounts that do not fit
-- (billing.amount_fits) are left at 0; billing.check_lines refuses them.
-- offset 0 keeps a sub-select whole: what it works out is worked out once, not once a mention.
create or replace function billing.tax_lines(p_docs billing.resolved_document[], p_lines billing.line_input[])
returns billing.voucher_line[]
language sql stable
set search_path = ''
as $$
  select coalesce(array_agg(row(
           (select core.current_tenant()), core.uuid_v7(), d.voucher_id, l.line_no, item.id, coalesce(l.description, item.name),
           coalesce(l.hsn, item.hsn), l.quantity, coalesce(l.unit, item.unit), round(goods.rate, 3), amount.discount,
           goods.taxability, goods.gst_rate, goods.cess_rate, value.gross, amount.taxable,
           case when d.charges_tax then tax.half else 0.00 end, case when d.charges_tax then tax.half else 0.00 end,
           case when d.charges_tax then tax.igst else 0.00 end, case when d.charges_tax then tax.cess else 0.00 end,
           amount.sold_for + case when d.charges_tax then 2 * tax.half + tax.igst + tax.cess else 0.00 end,
           l.retail_price, nullif(amount.sold_for - amount.taxable, 0),
           case when d.exchange_rate is not null then round(l.quantity * goods.rate - l.discount, 2) end,
           case when d.owes_tax then tax.half end, case when d.owes_tax then tax.half end,
           case when d.owes_tax then tax.igst end, case when d.owes_tax then tax.cess end, l.godown_id)::billing.voucher_line), '{}')
  from unnest(p_docs) as d
  join unnest(p_lines) as l on l.ord = d.ord
  left join billing.items as item on item.tenant_id = (select core.current_tenant()) and item.id = l.item_id
  cross join lateral (
    select coalesce(l.rate, item.rate) as rate, coalesce(l.taxability, item.taxability, 'taxable') as taxability,
           coalesce(l.gst_rate, item.gst_rate, 0) as gst_rate, coalesce(l.cess_rate, item.cess_rate, 0) as cess_rate,
           coalesce(d.exchange_rate, 1) as exchange_rate
  ) as goods
  cross join lateral (
    select case when billing.amount_fits(l.quantity * goods.rate * goods.exchange_rate, goods.gst_rate + goods.cess_rate)
             then round(l.quantity * goods.rate * goods.exchange_rate, 2) else 0 end as gross,
           case when (d.charges_tax or d.owes_tax) and goods.taxability = 'taxable' then goods.gst_rate else 0 end as charged,
           case when (d.charges_tax or d.owes_tax) and goods.taxability = 'taxable' then goods.cess_rate else 0 end as cess_charged,
           least(round(l.discount * goods.exchange_rate, 2), round(l.quantity * goods.rate * goods.exchange_rate, 2)) as discount
    offset 0
  ) as value
  cross join lateral (
    select least(value.discount, value.gross) as discount, value.gross - least(value.discount, value.gross) as sold_for,
           case when l.retail_price is null then value.gross - least(value.discount, value.gross)
             when billing.amount_fits(l.quantity * l.retail_price, 0) then round(l.quantity * l.retail_price * 100 / (100 + goods.gst_rate + goods.cess_rate), 2)
             else 0 end as taxable
    offset 0
  ) as amount
  cross join lateral (
    select gst.tax_head(amount.taxable, case when d.supply_type = 'intra_state' then value.charged / 2 else 0 end) as half,
           gst.tax_head(amount.taxable, case when d.supply_type = 'intra_state' then 0 else value.charged end) as igst,
           gst.tax_head(amount.taxable, value.cess_charged) as cess
    offset 0
  ) as tax
$$;
comment on function billing.tax_lines(billing.resolved_document[], billing.line_input[]) is 'The lines of a batch with taxable value and tax heads';
