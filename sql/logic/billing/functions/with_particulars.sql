-- Why: what only some documents hold is merged into the voucher's JSON; called only where there is any
-- (billing.render_vouchers), and not inlined, so that it costs nothing elsewhere:
-- particulars under their own names, the currency of an export, tax owed under reverse charge, an adjusted value.
create or replace function billing.with_particulars(p_voucher billing.voucher, p_json json) returns json
language sql stable
set search_path = ''
as $$
  select (p_json::jsonb || coalesce((p_voucher).particulars, '{}')
      || case when (p_voucher).particulars ?| '{amount,allocations,advances}' then billing.sent_amounts(p_voucher) else '{}' end || jsonb_strip_nulls(jsonb_build_object(
      'exchangeRate', trim_scale((p_voucher).exchange_rate), 'currencyAmount', (p_voucher).currency_amount, 'valueAdjustment', (p_voucher).value_adjustment,
      'export', case when (p_voucher).particulars ? 'export' then (p_voucher).particulars -> 'export' || jsonb_strip_nulls(jsonb_build_object(
        'exchangeRate', trim_scale((p_voucher).exchange_rate), 'totalAmount', (p_voucher).currency_amount,
        'igstRefundable', (p_voucher).supply_category = 'EXPWP', 'withLut', (p_voucher).supply_category = 'EXPWOP')) end,
      'reverseChargeTax', case when (p_voucher).reverse_cgst_amount is not null then jsonb_build_object(
        'cgstAmount', (p_voucher).reverse_cgst_amount, 'sgstAmount', (p_voucher).reverse_sgst_amount,
        'igstAmount', (p_voucher).reverse_igst_amount, 'cessAmount', (p_voucher).reverse_cess_amount) end)))::json
$$;
comment on function billing.with_particulars(billing.voucher, json) is 'A voucher''s JSON with what only some documents hold';
