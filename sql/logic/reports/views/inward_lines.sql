-- Every line of every purchase, return and self-invoice that counts; sign is -1 on returns. Heads are those the supplier
-- charged, or, where reverse_charge, those we owe ourselves. Filter by company_gstin and voucher_date.
create or replace view reports.inward_lines with (security_invoker = true) as
select v.tenant_id, v.company_gstin, v.voucher_date, v.id as voucher_id, v.voucher_type, v.number, v.party_gstin, v.party_name, v.supply_category,
  v.reverse_charge, l.line_no, l.hsn, l.taxability, l.gst_rate, l.taxable_amount,
  coalesce(l.reverse_igst_amount, l.igst_amount) as igst_amount, coalesce(l.reverse_cgst_amount, l.cgst_amount) as cgst_amount,
  coalesce(l.reverse_sgst_amount, l.sgst_amount) as sgst_amount, coalesce(l.reverse_cess_amount, l.cess_amount) as cess_amount,
  case when kind.stock = 'out' then -1 else 1 end as sign
from billing.voucher_kinds as kind
join billing.vouchers as v on v.voucher_type = kind.voucher_type and v.status = 'posted'
join billing.voucher_lines as l on l.tenant_id = v.tenant_id and l.voucher_id = v.id
where kind.flow = 'inward' and kind.stock is not null;
comment on view reports.inward_lines is 'Lines of inward supplies with their tax; amounts absolute, sign beside them';
