-- Why: what the portal calls the movement of a voucher's goods: who sends, why, under which document. A challan with an
-- earlier one behind it brings goods back. A purchase goes by the supplier's number, an import by its bill of entry; goods
-- that all are exempt, nil rated or outside GST by a bill of supply. An export under a letter of undertaking stays an invoice:
-- it is zero-rated, not exempt (IGST Act s.16). Source: gst.e_way_documents, gst.e_way_sub_types.
-- Called by: ewaybill.payload. No row where no goods move under the document.
create or replace function ewaybill.movement(p_voucher billing.vouchers)
returns table (supply_type text, sub_type integer, description text, document_type text, number text, document_date date, is_inward boolean, is_to_self boolean)
language sql stable rows 1
set search_path = ''
as $$
  select case when way.is_inward then 'I' else 'O' end, kind.code,
         case when kind.code = 8 then rtrim(left(coalesce(document.description, case when way.is_inward then 'Return: ' else '' end || coalesce((p_voucher).particulars ->> 'reason', purpose.title), 'Others'), 20), ' ,') else '' end,
         case when way.is_import then 'BOE' when document.document_type = 'INV' and not exists (
             select from billing.voucher_lines as l
             where l.tenant_id = (p_voucher).tenant_id and l.voucher_id = (p_voucher).id and l.hsn not like '99%' and l.taxability = 'taxable')
           then 'BIL' else document.document_type end,
         coalesce(case when way.is_import then (p_voucher).particulars #>> '{billOfEntry,number}' end, (p_voucher).particulars ->> 'supplierInvoiceNumber', (p_voucher).number),
         coalesce(case when way.is_import then (p_voucher).particulars #>> '{billOfEntry,date}' end, (p_voucher).particulars ->> 'supplierInvoiceDate',
           (p_voucher).voucher_date::text)::date,
         way.is_inward, sub.is_to_self
  from gst.e_way_documents as document
  left join gst.challan_purposes as purpose on purpose.purpose = (p_voucher).particulars ->> 'purpose'
  cross join lateral (
    select (p_voucher).supply_category = 'IMPORT' as is_import,
           document.supply_type = 'I' or document.sub_type is null and exists (
             select from billing.voucher_links as k
             where k.tenant_id = (p_voucher).tenant_id and k.voucher_id = (p_voucher).id and k.relation = 'returns') as is_inward
  ) as way
  join gst.e_way_sub_types as sub on sub.name = case when way.is_import then 'Import' else coalesce(document.sub_type, purpose.e_way_sub_type, 'Others') end
  cross join lateral (select case when way.is_inward then sub.inward_code else sub.outward_code end as code) as kind
  where document.voucher_type = (p_voucher).voucher_type
$$;
comment on function ewaybill.movement(billing.vouchers) is 'Supply type, sub-supply type and document of a voucher as the e-way bill portal names them';
