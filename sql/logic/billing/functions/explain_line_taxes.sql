-- Why: which tax each line bears and why not another: the head the place of supply gives, half or all of the rate, on the
-- taxable value, half-up to the paisa. Worked out anew by the functions that posting uses. The last part of a note takes
-- what is left of its original's head (billing.fit_to_originals). Called by: billing.explain_vouchers.
create or replace function billing.explain_line_taxes(p_vouchers billing.voucher[], p_lines billing.voucher_line[], p_links billing.voucher_link[])
returns setof billing.explained_figure
language sql stable
set search_path = ''
as $$
  select l.voucher_id, array[2, l.line_no, case when f.is_reverse then 14 else 10 end + head.k],
         '/lines/' || (l.line_no - 1) || case when f.is_reverse then '/reverseChargeTax' else '' end || head.name, made.amount, null::jsonb,
         case
           when why.no_tax is not null then why.no_tax
           when not head.applies then case when head.k = 4 then 'no compensation cess is charged on the line' else why.other_head end
           when made.amount <> head.tax then 'what is left of this head of the original, which the note takes the last of; its own tax would be ' || head.tax
           else head.label || ' at ' || trim_scale(head.percent) || ' per cent of the taxable value, on the line'
             || case when f.is_reverse then '; the recipient owes it, the supplier does not charge it' else '' end
         end,
         case when why.no_tax is not null or not head.applies and head.k < 4 then why.source
           else head.law || case when f.is_reverse then ', ' || why.reverse_law else '' end || coalesce('; ' || case when head.k = 4 then cess.notification else rate.notification end, '') end,
         jsonb_strip_nulls(jsonb_build_object('taxableAmount', case when head.applies then l.taxable_amount end, 'percent', case when head.applies then trim_scale(head.percent) end,
           'gstRate', trim_scale(l.gst_rate), 'supplyType', v.supply_type, 'taxability', l.taxability)),
         case when why.no_tax is null and head.applies then l.taxable_amount * head.percent * 0.01 end,
         case when why.no_tax is null and head.applies then 0.01 end
  from unnest(p_lines) as l
  join unnest(p_vouchers) as v on v.id = l.voucher_id
  join billing.voucher_kinds as kind on kind.voucher_type = v.voucher_type
  left join gst.states as place on place.code = v.place_of_supply
  left join lateral (select notification from gst.rates_in_force(l.gst_rate, l.hsn, v.rate_date) limit 1) as rate on true
  left join lateral (select notification from gst.cess_in_force(l.hsn, v.rate_date) where l.cess_rate > 0 limit 1) as cess on true
  cross join lateral (
    select false as is_reverse, billing.supplier_charges(kind.tax, v.reverse_charge, kind.flow, v.supply_category, v.registration_type) as is_due
    union all
    select true, true where l.reverse_cgst_amount is not null
  ) as f
  cross join lateral (select * from billing.why_no_tax(v, l, kind, f.is_due)) as why
  cross join lateral (
    select h.k, h.name, h.label, h.law, h.applies, case when h.applies then h.percent else 0 end as percent, h.stored,
           gst.tax_head(l.taxable_amount, case when f.is_due and h.applies and l.taxability = 'taxable' then h.percent else 0 end) as tax
    from (values
      (1, '/cgstAmount', 'CGST', 'CGST Act s.9(1)', v.supply_type = 'intra_state', l.gst_rate / 2, l.cgst_amount),
      (2, '/sgstAmount', case when place.is_union_territory then 'UTGST' else 'SGST' end,
       case when place.is_union_territory then 'UTGST Act s.7(1)' else 'SGST Act s.9(1)' end, v.supply_type = 'intra_state', l.gst_rate / 2, l.sgst_amount),
      (3, '/igstAmount', 'IGST', 'IGST Act s.5(1)', v.supply_type = 'inter_state', l.gst_rate, l.igst_amount),
      (4, '/cessAmount', 'compensation cess', 'GST (Compensation to States) Act s.8', l.cess_rate > 0, l.cess_rate, l.cess_amount)
    ) as h (k, name, label, law, applies, percent, stored)
  ) as head
  cross join lateral (
    select case when not f.is_reverse and head.stored <> head.tax and abs(head.stored - head.tax) <= 0.05
                  and exists (select 1 from unnest(p_links) as k where k.voucher_id = l.voucher_id and k.line_no = l.line_no and k.relation = 'adjusts')
             then head.stored else head.tax end as amount
  ) as made
$$;
comment on function billing.explain_line_taxes(billing.voucher[], billing.voucher_line[], billing.voucher_link[]) is 'The rule, the inputs and the rounding behind each tax head of each line';
