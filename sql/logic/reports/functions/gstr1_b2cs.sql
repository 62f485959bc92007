-- Why: table 7 of GSTR-1: supplies to consumers that are not listed one by one, net of their notes, by place and rate.
create or replace function reports.gstr1_b2cs(p_gstin text, p_from date, p_to date) returns json
language sql stable parallel safe
set search_path = ''
as $$
  select json_agg(reports.gstr1_sply(s.supply_type)::jsonb || jsonb_build_object('pos', s.pos, 'typ', 'OE')
                  || reports.gstr1_item(s.supply_type, s.gst_rate, s.taxable, s.igst, s.cgst, s.sgst, s.cess)::jsonb order by s.supply_type, s.pos, s.gst_rate)
  from (
    select l.supply_type, l.place_of_supply as pos, l.gst_rate, sum(l.sign * l.taxable_amount) as taxable, sum(l.sign * l.igst_amount) as igst,
           sum(l.sign * l.cgst_amount) as cgst, sum(l.sign * l.sgst_amount) as sgst, sum(l.sign * l.cess_amount) as cess
    from reports.gstr1_lines as l
    where l.tenant_id = (select core.current_tenant()) and l.company_gstin = p_gstin and l.voucher_date between p_from and p_to and l.section = 'b2cs'
    group by l.supply_type, l.place_of_supply, l.gst_rate
  ) as s
$$;
comment on function reports.gstr1_b2cs(text, date, date) is 'b2cs of GSTR-1';
