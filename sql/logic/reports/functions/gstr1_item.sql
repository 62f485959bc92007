-- Why: one rate of a document as the portal writes it, with the heads that apply: IGST between States, CGST and SGST within.
create or replace function reports.gstr1_item(
  p_supply_type text, p_rate numeric, p_taxable numeric, p_igst numeric, p_cgst numeric, p_sgst numeric, p_cess numeric) returns json
language sql immutable parallel safe
return case when p_supply_type = 'intra_state'
  then json_build_object('rt', trim_scale(p_rate), 'txval', p_taxable, 'camt', p_cgst, 'samt', p_sgst, 'csamt', p_cess)
  else json_build_object('rt', trim_scale(p_rate), 'txval', p_taxable, 'iamt', p_igst, 'csamt', p_cess) end;
comment on function reports.gstr1_item(text, numeric, numeric, numeric, numeric, numeric, numeric) is 'A rate of tax of a document as GSTR-1 writes it';
