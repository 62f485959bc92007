-- Why: table 11 of GSTR-1: at (11A) or txpd (11B), by place of supply, a list of rates each.
create or replace function reports.gstr1_advances(p_section text, p_gstin text, p_from date, p_to date) returns json
language sql stable parallel safe
set search_path = ''
as $$
  select json_agg(reports.gstr1_sply(a.supply_type)::jsonb || jsonb_build_object('pos', a.pos, 'itms', a.itms) order by a.pos, a.supply_type)
  from (
    select s.place_of_supply as pos, s.supply_type, jsonb_agg(jsonb_build_object('ad_amt', s.taxable_amount)
             || reports.gstr1_item(s.supply_type, s.gst_rate, s.taxable_amount, s.igst_amount, s.cgst_amount, s.sgst_amount, s.cess_amount)::jsonb - 'txval'
             order by s.gst_rate) as itms
    from reports.advance_summary(p_from, p_to, p_gstin) as s
    where s.section = p_section
    group by s.place_of_supply, s.supply_type
  ) as a
$$;
comment on function reports.gstr1_advances(text, text, date, date) is 'at or txpd of GSTR-1';
