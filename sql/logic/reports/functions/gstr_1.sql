-- Why: what each section of GSTR-1 comes to, credit notes taken off, before the return itself is looked at.
create or replace function reports.gstr_1(p_from date, p_to date, p_gstin text default null)
returns table (section text, class text, documents bigint, taxable_amount numeric, igst_amount numeric, cgst_amount numeric,
               sgst_amount numeric, cess_amount numeric, reverse_charge_tax numeric)
language sql stable parallel safe
begin atomic
  select l.section, l.class, count(distinct l.voucher_id), sum(l.sign * l.taxable_amount),
         coalesce(sum(l.sign * l.igst_amount) filter (where not l.reverse_charge), 0.00), coalesce(sum(l.sign * l.cgst_amount) filter (where not l.reverse_charge), 0.00),
         coalesce(sum(l.sign * l.sgst_amount) filter (where not l.reverse_charge), 0.00), coalesce(sum(l.sign * l.cess_amount) filter (where not l.reverse_charge), 0.00),
         coalesce(sum(l.sign * (l.igst_amount + l.cgst_amount + l.sgst_amount + l.cess_amount)) filter (where l.reverse_charge), 0.00)
  from reports.gstr1_lines as l
  where l.tenant_id = (select core.current_tenant()) and l.company_gstin = (select reports.registration(p_gstin, true))
    and l.voucher_date between p_from and p_to
  group by l.section, l.class
  union all
  select a.section, 'advance', a.documents, a.taxable_amount, a.igst_amount, a.cgst_amount, a.sgst_amount, a.cess_amount, 0.00
  from (
    select m.section, sum(m.documents)::bigint as documents, sum(m.sign * m.taxable_amount) as taxable_amount, sum(m.sign * m.igst_amount) as igst_amount,
           sum(m.sign * m.cgst_amount) as cgst_amount, sum(m.sign * m.sgst_amount) as sgst_amount, sum(m.sign * m.cess_amount) as cess_amount
    from (select s.*, case s.section when 'txpd' then -1 else 1 end as sign from reports.advance_summary(p_from, p_to, p_gstin) as s) as m
    group by m.section
  ) as a
  order by 1, 2;
end;
comment on function reports.gstr_1(date, date, text) is 'The sections of GSTR-1 with what each comes to';
