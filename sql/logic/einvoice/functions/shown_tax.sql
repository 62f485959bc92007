-- Why: the tax an item shows at the portal: what was charged, and under reverse charge what the recipient owes, by the
-- same rounding as if it had been charged.
create or replace function einvoice.shown_tax(
  p_voucher billing.vouchers, p_line billing.voucher_line,
  out cgst numeric, out sgst numeric, out igst numeric, out cess numeric)
language sql stable
set search_path = ''
as $$
  select case when not (p_voucher).reverse_charge then (p_line).cgst_amount when intra then gst.tax_head((p_line).taxable_amount, (p_line).gst_rate / 2) else 0.00 end,
         case when not (p_voucher).reverse_charge then (p_line).sgst_amount when intra then gst.tax_head((p_line).taxable_amount, (p_line).gst_rate / 2) else 0.00 end,
         case when not (p_voucher).reverse_charge then (p_line).igst_amount when intra then 0.00 else gst.tax_head((p_line).taxable_amount, (p_line).gst_rate) end,
         case when not (p_voucher).reverse_charge then (p_line).cess_amount else gst.tax_head((p_line).taxable_amount, (p_line).cess_rate) end
  from (select (p_voucher).supply_type = 'intra_state' as intra) as supply
$$;
comment on function einvoice.shown_tax(billing.vouchers, billing.voucher_line) is 'The tax heads an item shows at the portal';
