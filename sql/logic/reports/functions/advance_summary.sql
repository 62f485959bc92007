-- Why: table 11 of GSTR-1: tax on advances received in the period and still held at its end (at), and tax on advances of
-- earlier periods that were used up or paid back in it (txpd), by place of supply and rate.
create or replace function reports.advance_summary(p_from date, p_to date, p_gstin text default null)
returns table (section text, place_of_supply text, supply_type text, gst_rate numeric, documents bigint, taxable_amount numeric,
               igst_amount numeric, cgst_amount numeric, sgst_amount numeric, cess_amount numeric)
language sql stable parallel safe
begin atomic
  select section, m.place_of_supply, m.supply_type, m.gst_rate, count(distinct m.voucher_id), sum(m.sign * m.taxable_amount),
         sum(m.sign * m.igst_amount), sum(m.sign * m.cgst_amount), sum(m.sign * m.sgst_amount), sum(m.sign * m.cess_amount)
  from (
    select a.*, case when a.advance_date < p_from then 'txpd' else 'at' end as section,
           case when a.advance_date < p_from or a.movement = 'received' then 1 else -1 end as sign
    from reports.advance_movements as a
    where a.tenant_id = (select core.current_tenant()) and a.company_gstin = (select reports.registration(p_gstin))
      and a.movement_date between p_from and p_to
  ) as m
  group by section, m.place_of_supply, m.supply_type, m.gst_rate
  having sum(m.sign * m.taxable_amount) <> 0
  order by section, m.place_of_supply, m.supply_type, m.gst_rate;
end;
comment on function reports.advance_summary(date, date, text) is 'Advances still held, and earlier ones used up or paid back (table 11 of GSTR-1)';
