-- Why: a voucher line as JSON, the same in answers, previews and prints; what only some lines hold stands on those alone: the
-- value in the document's own currency, the retail price it is valued by, the tax the recipient owes. An SQL-standard body,
-- so that it is inlined.
create or replace function billing.line_json(p_line billing.voucher_line) returns json
language sql stable
return case
  when (p_line).currency_amount is null and (p_line).retail_price is null and (p_line).reverse_cgst_amount is null then billing.plain_line_json(p_line)
  else (billing.plain_line_json(p_line)::jsonb || jsonb_strip_nulls(jsonb_build_object(
    'currencyAmount', (p_line).currency_amount, 'retailPrice', round((p_line).retail_price, 2), 'valueAdjustment', (p_line).value_adjustment,
    'reverseChargeTax', case when (p_line).reverse_cgst_amount is not null then jsonb_build_object(
      'cgstAmount', (p_line).reverse_cgst_amount, 'sgstAmount', (p_line).reverse_sgst_amount,
      'igstAmount', (p_line).reverse_igst_amount, 'cessAmount', (p_line).reverse_cess_amount) end)))::json
end;
comment on function billing.line_json(billing.voucher_line) is 'A voucher line as JSON';
