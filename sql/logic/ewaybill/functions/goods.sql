-- Why: the goods of a voucher as a bill tells them: services are left out, rates are those that were charged (none on what
-- bears no tax). A bill holds 250 entries: more lines than that are told by HSN, unit and rates.
-- Called by: ewaybill.item_list, ewaybill.check_goods, ewaybill.print_document.
create or replace function ewaybill.goods(p_voucher billing.vouchers)
returns table (description text, hsn text, quantity numeric, unit text, cgst_rate numeric, igst_rate numeric, cess_rate numeric, taxable_amount numeric)
language sql stable
set search_path = ''
as $$
  with lines as (
    select l.line_no, l.description, l.hsn, l.quantity, l.unit, case when l.cgst_amount <> 0 then l.gst_rate / 2 else 0 end as cgst_rate,
           case when l.igst_amount <> 0 then l.gst_rate else 0 end as igst_rate, case when l.cess_amount <> 0 then l.cess_rate else 0 end as cess_rate,
           l.taxable_amount, count(*) over () > 250 as are_many
    from billing.voucher_lines as l
    where l.tenant_id = (p_voucher).tenant_id and l.voucher_id = (p_voucher).id and l.hsn not like '99%'
  )
  select case when bool_or(s.are_many) then 'Goods of HSN ' || s.hsn else min(s.description) end, s.hsn, sum(s.quantity), s.unit, s.cgst_rate, s.igst_rate, s.cess_rate,
         sum(s.taxable_amount)
  from lines as s
  group by case when not s.are_many then s.line_no end, s.hsn, s.unit, s.cgst_rate, s.igst_rate, s.cess_rate
  order by min(s.line_no)
$$;
comment on function ewaybill.goods(billing.vouchers) is 'The goods of a voucher, a line each, or by HSN, unit and rates where they are more than 250';
