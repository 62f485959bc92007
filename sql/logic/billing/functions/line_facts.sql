-- Why: what a refusal of a line may tell; core.refusals says which of it each tells. A call of its own, since most lines
-- have no fault. Called by: billing.check_lines.
create or replace function billing.line_facts(p_doc billing.resolved_document, p_input billing.line_input, p_line billing.voucher_line) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object(
    'itemId', (p_input).item_id, 'hsn', (p_line).hsn, 'digits', (p_doc).hsn_digits, 'unit', (p_line).unit,
    'limit', least(999999999999.99, trunc(9e14 / (100 + (p_line).gst_rate + (p_line).cess_rate), 2)), 'discount', (p_input).discount,
    'amount', (p_line).gross_amount, 'gstRate', trim_scale((p_line).gst_rate), 'date', (p_doc).rate_date,
    'voucherType', (p_doc).voucher_type, 'taxability', (p_line).taxability)
$$;
comment on function billing.line_facts(billing.resolved_document, billing.line_input, billing.voucher_line) is 'All facts a refusal of a line may tell';
