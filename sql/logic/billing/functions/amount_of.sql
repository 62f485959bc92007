-- Why: the amount of a voucher that a rule of entries names (billing.voucher_kind_entries.amount). An SQL-standard body, so
-- that it is inlined. Called by: billing.draw_entries, explain_entries.
create or replace function billing.amount_of(p_voucher billing.voucher, p_amount text) returns numeric
language sql immutable parallel safe
return case p_amount
  when 'value' then (p_voucher).taxable_amount + coalesce((p_voucher).value_adjustment, 0)
  when 'cgst' then (p_voucher).cgst_amount when 'sgst' then (p_voucher).sgst_amount
  when 'igst' then (p_voucher).igst_amount when 'cess' then (p_voucher).cess_amount when 'round_off' then (p_voucher).round_off
  when 'total' then (p_voucher).total_amount
  when 'tax' then (p_voucher).cgst_amount + (p_voucher).sgst_amount + (p_voucher).igst_amount + (p_voucher).cess_amount
  when 'stock_cost' then (p_voucher).stock_cost
  when 'reverse_cgst' then (p_voucher).reverse_cgst_amount when 'reverse_sgst' then (p_voucher).reverse_sgst_amount
  when 'reverse_igst' then (p_voucher).reverse_igst_amount when 'reverse_cess' then (p_voucher).reverse_cess_amount
end;
comment on function billing.amount_of(billing.voucher, text) is 'The amount of a voucher that a rule of entries names';
