-- Why: table 8 of GSTR-1: nil rated, exempt and non-GST supplies, net of notes, by place and recipient.
create or replace function reports.gstr1_nil(p_gstin text, p_from date, p_to date) returns json
language sql stable parallel safe
set search_path = ''
as $$
  select case when count(*) > 0 then json_build_object('inv', json_agg(json_build_object(
      'sply_ty', n.sply_ty, 'nil_amt', n.nil, 'expt_amt', n.expt, 'ngsup_amt', n.ngsup) order by n.sply_ty)) end
  from (
    select case l.supply_type when 'intra_state' then 'INTRA' else 'INTR' end || l.party_class as sply_ty,
           coalesce(sum(l.sign * l.taxable_amount) filter (where l.class = 'nil'), 0.00) as nil,
           coalesce(sum(l.sign * l.taxable_amount) filter (where l.class = 'expt'), 0.00) as expt,
           coalesce(sum(l.sign * l.taxable_amount) filter (where l.class = 'ngsup'), 0.00) as ngsup
    from reports.gstr1_lines as l
    where l.tenant_id = (select core.current_tenant()) and l.company_gstin = p_gstin and l.voucher_date between p_from and p_to and l.section = 'nil'
    group by 1
  ) as n
$$;
comment on function reports.gstr1_nil(text, date, date) is 'nil of GSTR-1';
