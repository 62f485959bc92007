-- Why: a line with what only some lines hold. Not inlined, so that the others do not pay for it. Called by: billing.line_json.
create or replace function billing.rich_line_json(p_line billing.voucher_line) returns json
language sql stable
set search_path = ''
as $$
  select (billing.plain_line_json(p_line)::jsonb || jsonb_strip_nulls(jsonb_build_object(
    'currencyAmount', (p_line).currency_amount, 'retailPrice', round((p_line).retail_price, 2), 'valueAdjustment', (p_line).value_adjustment,
    'reverseChargeTax', case when (p_line).reverse_cgst_amount is not null then jsonb_build_object(
      'cgstAmount', (p_line).reverse_cgst_amount, 'sgstAmount', (p_line).reverse_sgst_amount,
      'igstAmount', (p_line).reverse_igst_amount, 'cessAmount', (p_line).reverse_cess_amount) end)))::json
$$;
comment on function billing.rich_line_json(billing.voucher_line) is 'A voucher line as JSON, with what only some lines hold';
