-- Phase 3 of posting, tax: each line's amounts. Taxable value to the paisa, then each head rounded half-up on its line:
-- central and state head of half the rate within a State, the integrated one otherwise; cess beside them, outside the
-- GST base. Nothing is charged under reverse charge or a letter of undertaking. What an itemId knows, the line may
-- leave out. Amounts that do not fit (billing.amount_fits) are left at 0; billing.check_lines refuses them.
create or replace function billing.tax_lines(p_docs billing.resolved_document[], p_lines billing.line_input[])
returns billing.voucher_line[]
language sql stable
set search_path = ''
as $$
  select array_agg(row(
           (select core.current_tenant()), core.uuid_v7(), d.voucher_id, l.line_no, item.id, coalesce(l.description, item.name),
           coalesce(l.hsn, item.hsn), l.quantity, coalesce(l.unit, item.unit), round(price.rate, 3), amount.discount,
           goods.taxability, goods.gst_rate, goods.cess_rate, amount.gross, amount.taxable, tax.cgst, tax.sgst, tax.igst, tax.cess,
           amount.taxable + tax.cgst + tax.sgst + tax.igst + tax.cess)::billing.voucher_line)
  from unnest(p_docs) as d
  join unnest(p_lines) as l on l.ord = d.ord
  left join billing.items as item on item.tenant_id = (select core.current_tenant()) and item.id = l.item_id
  cross join lateral (select coalesce(l.rate, item.rate) as rate) as price
  cross join lateral (
    select coalesce(l.taxability, item.taxability, 'taxable') as taxability,
           coalesce(l.gst_rate, item.gst_rate, 0) as gst_rate, coalesce(l.cess_rate, item.cess_rate, 0) as cess_rate
  ) as goods
  cross join lateral (select case when billing.amount_fits(l.quantity * price.rate, goods.gst_rate + goods.cess_rate) then round(l.quantity * price.rate, 2) else 0 end as gross) as value
  cross join lateral (
    select value.gross, least(l.discount, value.gross) as discount, value.gross - least(l.discount, value.gross) as taxable
  ) as amount
  cross join lateral (select d.charges_tax and goods.taxability = 'taxable' as charged, d.supply_type = 'intra_state' as intra) as rule
  cross join lateral (
    select case when rule.charged and rule.intra then gst.tax_head(amount.taxable, goods.gst_rate / 2) else 0 end as cgst,
           case when rule.charged and rule.intra then gst.tax_head(amount.taxable, goods.gst_rate / 2) else 0 end as sgst,
           case when rule.charged and not rule.intra then gst.tax_head(amount.taxable, goods.gst_rate) else 0 end as igst,
           case when rule.charged then gst.tax_head(amount.taxable, goods.cess_rate) else 0 end as cess
  ) as tax
$$;
comment on function billing.tax_lines(billing.resolved_document[], billing.line_input[]) is 'The lines of a batch with taxable value and tax heads';
