-- Why: what every voucher line holds, as JSON. An SQL-standard body, so that it is inlined. Called by: billing.line_json.
create or replace function billing.plain_line_json(p_line billing.voucher_line) returns json
language sql stable
return json_build_object(
    'lineNo', (p_line).line_no, 'itemId', (p_line).item_id, 'description', (p_line).description, 'hsn', (p_line).hsn,
    'quantity', trim_scale((p_line).quantity), 'unit', (p_line).unit,
    'rate', case when scale(trim_scale((p_line).rate)) > 2 then trim_scale((p_line).rate) else round((p_line).rate, 2) end,
    'discount', (p_line).discount, 'taxability', (p_line).taxability, 'grossAmount', (p_line).gross_amount,
    'taxableAmount', (p_line).taxable_amount, 'gstRate', trim_scale((p_line).gst_rate), 'cgstAmount', (p_line).cgst_amount,
    'sgstAmount', (p_line).sgst_amount, 'igstAmount', (p_line).igst_amount, 'cessRate', trim_scale((p_line).cess_rate),
    'cessAmount', (p_line).cess_amount, 'totalAmount', (p_line).total_amount);
comment on function billing.plain_line_json(billing.voucher_line) is 'What every voucher line holds, as JSON';
