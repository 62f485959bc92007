-- Every line of every outward supply that counts, with the section of GSTR-1 it belongs to: the one classification that
-- the return, the HSN summary and the GST summary are added up from. Filter by company_gstin and voucher_date.
-- section: b2b, b2cl, b2cs, exp, cdnr, cdnur, nil, as the portal calls its tables 4 and 6B-C, 5, 7, 6A, 9B and 8. class:
-- R, SEWP, SEWOP, DE (b2b, cdnr); WPAY, WOPAY (exp); B2CL, EXPWP, EXPWOP (cdnur); nil, expt, ngsup (nil).
-- A note has the class of what it corrects; one to a consumer that is not listed by itself reduces b2cs. Untaxed lines are
-- table 8's, those of exports stay exports (zero-rated, IGST Act s.16). Amounts are absolute; sign is -1 on credit notes.
-- Tax heads are those charged, or, where reverse_charge, those the recipient owes. party_class is the half of table 12.
-- Quantity counts where goods move; services have the unit NA and no quantity.
create or replace view reports.gstr1_lines with (security_invoker = true) as
select v.tenant_id, v.company_gstin, v.voucher_date, v.id as voucher_id, v.voucher_type, v.number, kind.note,
  case
    when fact.is_untaxed and not fact.is_export then 'nil'
    when fact.is_export then case when kind.note is null then 'exp' else 'cdnur' end
    when fact.is_registered then case when kind.note is null then 'b2b' else 'cdnr' end
    when large.is_large then case when kind.note is null then 'b2cl' else 'cdnur' end
    else 'b2cs'
  end as section,
  case
    when fact.is_untaxed and not fact.is_export then
      case l.taxability when 'nil_rated' then 'nil' when 'non_gst' then 'ngsup' else 'expt' end
    when fact.is_export then case when kind.note is not null then v.supply_category when v.supply_category = 'EXPWP' then 'WPAY' else 'WOPAY' end
    when fact.is_registered then case v.supply_category when 'SEZWP' then 'SEWP' when 'SEZWOP' then 'SEWOP' when 'DEXP' then 'DE' else 'R' end
    when large.is_large then 'B2CL'
    else 'OE'
  end as class,
  case when fact.is_registered then 'B2B' else 'B2C' end as party_class,
  v.supply_category, v.party_gstin, v.party_name, v.place_of_supply, v.supply_type, v.reverse_charge, v.total_amount as document_value,
  v.particulars #>> '{export,portCode}' as port_code, v.particulars #>> '{export,shippingBillNumber}' as shipping_bill_number,
  (v.particulars #>> '{export,shippingBillDate}')::date as shipping_bill_date,
  l.line_no, l.hsn, l.description, case when l.hsn like '99%' then 'NA' else l.unit end as uqc,
  case when l.hsn like '99%' or not kind.moves or (v.particulars ->> 'goodsReturned')::boolean is false then 0 else l.quantity end as quantity,
  l.taxability, l.gst_rate, l.taxable_amount,
  coalesce(l.reverse_igst_amount, l.igst_amount) as igst_amount, coalesce(l.reverse_cgst_amount, l.cgst_amount) as cgst_amount,
  coalesce(l.reverse_sgst_amount, l.sgst_amount) as sgst_amount, coalesce(l.reverse_cess_amount, l.cess_amount) as cess_amount,
  case when kind.note = 'C' then -1 else 1 end as sign
from (
  select k.voucher_type, k.tax = 'none' as bears_no_tax, k.stock is not null as moves,
         case k.table_13 when 4 then 'D' when 5 then 'C' end as note
  from billing.voucher_kinds as k
  where k.flow = 'outward' and k.table_13 in (1, 4, 5)
) as kind
join billing.vouchers as v on v.voucher_type = kind.voucher_type and v.status = 'posted'
join billing.voucher_lines as l on l.tenant_id = v.tenant_id and l.voucher_id = v.id
cross join lateral (
  select l.taxability <> 'taxable' or kind.bears_no_tax as is_untaxed, v.party_gstin is not null as is_registered,
         v.supply_category in ('EXPWP', 'EXPWOP') as is_export
) as fact
cross join lateral (
  select case
    when v.supply_category <> 'B2C' or v.supply_type = 'intra_state' then false
    when kind.note is null then v.total_amount > (select value_above from gst.limit_on('b2cl_invoice_value', v.voucher_date) as value_above)
    else reports.corrects_large_invoice(l.tenant_id, l.voucher_id, l.line_no)
  end as is_large
) as large;
comment on view reports.gstr1_lines is 'Lines of outward supplies with their section of GSTR-1; amounts absolute, sign beside them';
