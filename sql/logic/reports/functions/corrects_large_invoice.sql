-- Why: a note follows the class of the invoice it corrects: part of a large inter-State invoice to a consumer stays with
-- table 5, whatever the note itself comes to. A credit note on a debit note follows the debit note's invoice.
-- Called by: view reports.gstr1_lines, for lines of notes to consumers in another State only.
create or replace function reports.corrects_large_invoice(p_tenant_id uuid, p_voucher_id uuid, p_line_no integer) returns boolean
language sql stable parallel safe
begin atomic
  select coalesce(bool_or(invoice.total_amount > (select lim from gst.limit_on('b2cl_invoice_value', invoice.voucher_date) as lim)), false)
  from billing.voucher_links as k
  left join billing.voucher_links as further
    on further.tenant_id = k.tenant_id and further.voucher_id = k.original_id and further.line_no = k.original_line_no
    and further.relation = 'increases'
  join billing.vouchers as invoice on invoice.tenant_id = k.tenant_id and invoice.id = coalesce(further.original_id, k.original_id)
  where k.tenant_id = p_tenant_id and k.voucher_id = p_voucher_id and k.line_no = p_line_no and k.relation in ('adjusts', 'increases');
end;
comment on function reports.corrects_large_invoice(uuid, uuid, integer) is 'Whether a line of a note corrects an inter-State invoice to a consumer above the limit of table 5';
