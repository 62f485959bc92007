-- Why: says whether a document's goods need an e-way bill, and why. The value counted is that of goods with the tax charged;
-- where taxable and exempt goods go together, of the taxable alone (rule 138(1), Explanation 2); exempt and non-GST goods by
-- themselves need none (rule 138(14)(e) and (f)). States are those the goods leave and reach, 96 abroad.
-- Called by: billing.draw_up_vouchers, billing.explain_portals.
create or replace function ewaybill.applicability(
  p_voucher_type text, p_date date, p_company_gstin text, p_party_state text, p_party_city text, p_is_registered boolean, p_is_abroad boolean,
  p_particulars jsonb, p_comes_back boolean, p_taxable numeric, p_untaxed numeric, p_hsn text[])
returns table (applicability text, reason text, consignment_value numeric, value_above numeric, from_state text, to_state text, notification text)
language sql stable parallel safe
begin atomic
  select case
           when document.voucher_type is null or not goods.move or goods.value is null then 'not_applicable'
           when goods.is_job_work_between_states then 'required'
           when p_taxable is null or rule.value_above is null or goods.value <= rule.value_above then 'optional'
           when document.made_by = 'us' or document.made_by = 'us_from_unregistered' and not p_is_registered then 'required'
           else 'optional'
         end,
         case
           when document.voucher_type is null then 'this kind of document moves no goods'
           when not goods.move then 'only the value changes, no goods go back'
           when goods.value is null then 'there are no goods on the document'
           when goods.is_job_work_between_states then 'goods go to a job worker in another State, whatever their value'
           when p_taxable is null then 'goods that are exempt or outside GST need none'
           when rule.value_above is null then 'none is needed for ' || rule.goods
           else 'consignment value ' || case when goods.value > rule.value_above then 'exceeds ' else 'does not exceed ' end || trim_scale(rule.value_above)
             || coalesce(', the limit for ' || rule.goods, '')
             || case when goods.value <= rule.value_above or document.made_by = 'us' or document.made_by = 'us_from_unregistered' and not p_is_registered then ''
                  when document.made_by = 'other_side' then '; whoever sends the goods back makes it' else '; the supplier makes it, unless we carry the goods' end
         end,
         case when goods.move then goods.value end, rule.value_above, way.from_state, way.to_state, rule.notification
  from (select p_voucher_type as voucher_type) as asked
  left join gst.e_way_documents as document on document.voucher_type = asked.voucher_type
  cross join lateral (
    select left(p_company_gstin, 2) as ours, case when p_is_abroad then '96' else p_party_state end as theirs,
           document.supply_type = 'I' or document.sub_type is null and p_comes_back as is_inward
  ) as ends
  cross join lateral (
    select case when ends.is_inward then ends.theirs else coalesce(p_particulars #>> '{dispatchFrom,stateCode}', ends.ours) end as from_state,
           case when ends.is_inward then coalesce(p_particulars #>> '{shipTo,stateCode}', ends.ours)
                when p_is_abroad then '96' else coalesce(p_particulars #>> '{shipTo,stateCode}', ends.theirs) end as to_state
  ) as way
  cross join lateral (
    select coalesce(p_taxable, p_untaxed) as value, (p_particulars -> 'goodsReturned')::boolean is not false as move,
           p_particulars ->> 'purpose' = 'job_work' and not ends.is_inward and way.from_state <> way.to_state as is_job_work_between_states
  ) as goods
  left join lateral ewaybill.value_limit(p_date, way.from_state, way.to_state, p_hsn, p_particulars ->> 'purpose',
    case when p_particulars -> 'dispatchFrom' is null then p_company_gstin end, coalesce(p_particulars #>> '{shipTo,city}', p_party_city)) as rule on goods.value is not null;
end;
comment on function ewaybill.applicability(text, date, text, text, text, boolean, boolean, jsonb, boolean, numeric, numeric, text[]) is 'required, optional or not_applicable with its reason, and the value, limit and States behind it; values of goods in rupees with tax, null where there are none';
