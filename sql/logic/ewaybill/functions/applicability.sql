-- Why: says whether a movement of these goods needs an e-way bill, by the state's own limit within a state and the
-- general limit everywhere else (gst.e_way_bill_limits, rule 138). Called by: billing.draw_up_vouchers.
create or replace function ewaybill.applicability(
  p_date date, p_from_state text, p_to_state text, p_goods_value numeric)
returns table (applicability text, reason text)
language sql stable parallel safe
begin atomic
  select case when p_goods_value is null then 'not_applicable' when p_goods_value > rule.value_above then 'required' else 'optional' end,
         case
           when p_goods_value is null then 'there are no goods on the document'
           when p_goods_value > rule.value_above then 'consignment value exceeds ' || trim_scale(rule.value_above)
           else 'consignment value does not exceed ' || trim_scale(rule.value_above)
         end
  from gst.e_way_bill_limit(p_date, p_from_state, p_to_state) as rule;
end;
comment on function ewaybill.applicability(date, text, text, numeric) is 'required, optional or not_applicable, with the reason; goods value with tax in rupees, null where there are no goods';
