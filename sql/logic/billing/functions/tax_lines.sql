-- Phase 3 of posting, tax: each line's amounts. Taxable value to the paisa, then each head rounded half-up on its line:
-- central and state head of half the rate within a State, the integrated one otherwise; cess beside them, outside the
-- GST base. Nothing is charged under reverse charge or a letter of undertaking. What an itemId knows, the line may
-- leave out. Amounts that do not fit (billing.amount_fits) are left at 0; billing.check_lines refuses them.
-- offset 0 keeps a sub-select whole: what it works out is worked out once, not once a mention.
create or replace function billing.tax_lines(p_docs billing.resolved_document[], p_lines billing.line_input[])
returns billing.voucher_line[]
language sql stable
set search_path = ''
as $$
  select array_agg(row(
           (select core.current_tenant()), core.uuid_v7(), d.voucher_id, l.line_no, item.id, coalesce(l.description, item.name),
           coalesce(l.hsn, item.hsn), l.quantity, coalesce(l.unit, item.unit), round(goods.rate, 3), amount.discount,
           goods.taxability, goods.gst_rate, goods.cess_rate, value.gross, amount.taxable, tax.half, tax.half, tax.igst, tax.cess,
           amount.taxable + 2 * tax.half + tax.igst + tax.cess)::billing.voucher_line)
  from unnest(p_docs) as d
  join unnest(p_lines) as l on l.ord = d.ord
  left join billing.items as item on item.tenant_id = (select core.current_tenant()) and item.id = l.item_id
  cross join lateral (
    select coalesce(l.rate, item.rate) as rate, coalesce(l.taxability, item.taxability, 'taxable') as taxability,
           coalesce(l.gst_rate, item.gst_rate, 0) as gst_rate, coalesce(l.cess_rate, item.cess_rate, 0) as cess_rate,
           d.supply_type = 'intra_state' as intra
  ) as goods
  cross join lateral (
    select case when billing.amount_fits(l.quantity * goods.rate, goods.gst_rate + goods.cess_rate)
             then round(l.quantity * goods.rate, 2) else 0 end as gross,
           case when d.charges_tax and goods.taxability = 'taxable' then goods.gst_rate else 0 end as charged,
           case when d.charges_tax and goods.taxability = 'taxable' then goods.cess_rate else 0 end as cess_charged
    offset 0
  ) as value
  cross join lateral (select least(l.discount, value.gross) as discount, value.gross - least(l.discount, value.gross) as taxable offset 0) as amount
  cross join lateral (
    select gst.tax_head(amount.taxable, case when goods.intra then value.charged / 2 else 0 end) as half,
           gst.tax_head(amount.taxable, case when goods.intra then 0 else value.charged end) as igst,
           gst.tax_head(amount.taxable, value.cess_charged) as cess
    offset 0
  ) as tax
$$;
comment on function billing.tax_lines(billing.resolved_document[], billing.line_input[]) is 'The lines of a batch with taxable value and tax heads';
