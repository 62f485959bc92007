-- Why: the tax of some days at a glance, by direction, class of supply and rate, notes and returns taken off. Directions:
-- outward (tax we charged, advances among it), outward_reverse_charge (the recipient pays), inward (credit),
-- inward_reverse_charge (we owe it and take the credit). A class is the supply category, or why a line bears no tax.
create or replace function reports.gst_summary(p_from date, p_to date, p_gstin text default null)
returns table (direction text, class text, gst_rate numeric, taxable_amount numeric, igst_amount numeric, cgst_amount numeric,
               sgst_amount numeric, cess_amount numeric, tax_amount numeric)
language sql stable parallel safe
begin atomic
  select m.direction, m.class, m.gst_rate, sum(m.sign * m.taxable_amount), sum(m.sign * m.igst_amount), sum(m.sign * m.cgst_amount),
         sum(m.sign * m.sgst_amount), sum(m.sign * m.cess_amount), sum(m.sign * (m.igst_amount + m.cgst_amount + m.sgst_amount + m.cess_amount))
  from (
    select case when l.reverse_charge then 'outward_reverse_charge' else 'outward' end as direction,
           case when l.section = 'nil' then case l.class when 'nil' then 'nil_rated' when 'ngsup' then 'non_gst' else 'exempt' end else l.supply_category end as class,
           l.gst_rate, l.sign, l.taxable_amount, l.igst_amount, l.cgst_amount, l.sgst_amount, l.cess_amount
    from reports.gstr1_lines as l
    where l.tenant_id = (select core.current_tenant()) and l.company_gstin = (select reports.registration(p_gstin)) and l.voucher_date between p_from and p_to
    union all
    select 'outward', 'advance', a.gst_rate, case a.movement when 'received' then 1 else -1 end, a.taxable_amount, a.igst_amount, a.cgst_amount, a.sgst_amount, a.cess_amount
    from reports.advance_movements as a
    where a.tenant_id = (select core.current_tenant()) and a.company_gstin = (select reports.registration(p_gstin)) and a.movement_date between p_from and p_to
    union all
    select case when l.reverse_charge then 'inward_reverse_charge' else 'inward' end,
           case when l.taxability = 'taxable' then l.supply_category else l.taxability end,
           l.gst_rate, l.sign, l.taxable_amount, l.igst_amount, l.cgst_amount, l.sgst_amount, l.cess_amount
    from reports.inward_lines as l
    where l.tenant_id = (select core.current_tenant()) and l.company_gstin = (select reports.registration(p_gstin)) and l.voucher_date between p_from and p_to
  ) as m
  group by m.direction, m.class, m.gst_rate
  order by array_position(array['outward', 'outward_reverse_charge', 'inward', 'inward_reverse_charge'], m.direction), m.class, m.gst_rate;
end;
comment on function reports.gst_summary(date, date, text) is 'Tax of some days by direction, class and rate';
