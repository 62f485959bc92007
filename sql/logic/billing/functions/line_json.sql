-- Why: a voucher line as JSON, the same in answers, previews and prints; what only some lines hold stands on those alone: the
-- value in the document's own currency, the retail price it is valued by, the tax the recipient owes. An SQL-standard body,
-- so that it is inlined.
create or replace function billing.line_json(p_line billing.voucher_line) returns json
language sql stable
return case
  when (p_line).currency_amount is null and (p_line).retail_price is null and (p_line).reverse_cgst_amount is null then billing.plain_line_json(p_line)
  else billing.rich_line_json(p_line)
end;
comment on function billing.line_json(billing.voucher_line) is 'A voucher line as JSON';
