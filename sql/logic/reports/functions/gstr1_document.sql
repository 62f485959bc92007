-- Why: one invoice or note of GSTR-1 as the portal writes it, with the keys its section has and no others.
create or replace function reports.gstr1_document(p_voucher billing.vouchers, p_section text, p_class text, p_items json) returns json
language sql stable parallel safe
set search_path = ''
as $$
  select json_strip_nulls(case p_section
    when 'b2b' then json_build_object('inum', v.number, 'idt', told.day, 'val', v.total_amount, 'pos', v.place_of_supply,
      'rchrg', told.rchrg, 'inv_typ', p_class, 'itms', p_items)
    when 'b2cl' then json_build_object('inum', v.number, 'idt', told.day, 'val', v.total_amount, 'itms', p_items)
    when 'exp' then json_build_object('inum', v.number, 'idt', told.day, 'val', v.total_amount, 'sbpcode', v.particulars #>> '{export,portCode}',
      'sbnum', v.particulars #>> '{export,shippingBillNumber}',
      'sbdt', to_char((v.particulars #>> '{export,shippingBillDate}')::date, 'DD-MM-YYYY'), 'itms', p_items)
    when 'cdnr' then json_build_object('ntty', told.ntty, 'nt_num', v.number, 'nt_dt', told.day, 'val', v.total_amount,
      'pos', v.place_of_supply, 'rchrg', told.rchrg, 'inv_typ', p_class, 'itms', p_items)
    when 'cdnur' then json_build_object('typ', p_class, 'ntty', told.ntty, 'nt_num', v.number, 'nt_dt', told.day, 'val', v.total_amount,
      'pos', case when p_class = 'B2CL' then v.place_of_supply end, 'itms', p_items)
  end)
  from (select (p_voucher).*) as v
  cross join lateral (
    select to_char(v.voucher_date, 'DD-MM-YYYY') as day, case when v.reverse_charge then 'Y' else 'N' end as rchrg,
           (select case k.table_13 when 5 then 'C' else 'D' end from billing.voucher_kinds as k where k.voucher_type = v.voucher_type) as ntty
  ) as told
$$;
comment on function reports.gstr1_document(billing.vouchers, text, text, json) is 'An invoice or note as GSTR-1 writes it in a section';
