-- Why: a sale that does not say what document it is becomes the one the law has for it: abroad, or to somebody there where
-- no place of supply is said, an export invoice; of a composition dealer, or all of it untaxed, a bill of supply (rule 49,
-- requirement 5.7); to a recipient without a GSTIN an invoice-cum-bill of supply where taxed and untaxed lines stand
-- together (rule 46A), a retail invoice up to the limit (requirement 6.1); else a tax invoice.
-- Called by: billing.name_sales, with what a tax invoice would make of it.
create or replace function billing.kind_of_sale(p_doc billing.resolved_document, p_lines billing.voucher_line[], p_place_is_said boolean)
returns text
language sql stable
set search_path = ''
as $$
  select case
    when p_doc.place_of_supply = '96' or not p_place_is_said and (p_doc.registration_type = 'overseas' or p_doc.party ->> 'country' <> 'IN') then 'export_invoice'
    when p_doc.composition or not sale.taxed then 'bill_of_supply'
    when p_doc.party_gstin is not null or p_doc.registration_type in ('sez_unit', 'sez_developer') then 'tax_invoice'
    when sale.untaxed then 'invoice_cum_bill_of_supply'
    when round(sale.total) <= coalesce(retail."limit", 0) then 'retail_invoice'
    else 'tax_invoice'
  end
  from (
    select coalesce(bool_or(l.taxability = 'taxable'), true) as taxed, coalesce(bool_or(l.taxability <> 'taxable'), false) as untaxed,
           coalesce(sum(l.total_amount), 0) as total
    from unnest(p_lines) as l
    where l.voucher_id = p_doc.voucher_id
  ) as sale
  left join lateral gst.limit_on('retail_invoice_value', p_doc.voucher_date) as retail("limit") on true
$$;
comment on function billing.kind_of_sale(billing.resolved_document, billing.voucher_line[], boolean) is 'The voucher type a sale becomes that does not say one';
