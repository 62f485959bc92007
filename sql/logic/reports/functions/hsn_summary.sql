-- Why: table 12 of GSTR-1: outward supplies by HSN, unit and rate, registered and unregistered recipients apart, credit
-- notes taken off. Adds up to what the other tables of the return come to. Called by: reports.gstr1_return.
create or replace function reports.hsn_summary(p_from date, p_to date, p_gstin text default null)
returns table (party_class text, hsn text, description text, uqc text, gst_rate numeric, quantity numeric, taxable_amount numeric,
               igst_amount numeric, cgst_amount numeric, sgst_amount numeric, cess_amount numeric, total_amount numeric)
language sql stable parallel safe
begin atomic
  select l.party_class, l.hsn, min(l.description), l.uqc, l.gst_rate, sum(l.sign * l.quantity), sum(l.sign * l.taxable_amount),
         sum(l.sign * l.igst_amount), sum(l.sign * l.cgst_amount), sum(l.sign * l.sgst_amount), sum(l.sign * l.cess_amount),
         sum(l.sign * (l.taxable_amount + l.igst_amount + l.cgst_amount + l.sgst_amount + l.cess_amount))
  from reports.gstr1_lines as l
  where l.tenant_id = (select core.current_tenant()) and l.company_gstin = (select reports.registration(p_gstin))
    and l.voucher_date between p_from and p_to
  group by l.party_class, l.hsn, l.uqc, l.gst_rate
  order by l.party_class, l.hsn, l.uqc, l.gst_rate;
end;
comment on function reports.hsn_summary(date, date, text) is 'Outward supplies by recipient class, HSN, unit and rate (table 12 of GSTR-1)';
