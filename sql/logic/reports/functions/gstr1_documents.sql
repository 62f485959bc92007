-- Why: the sections of GSTR-1 that list documents one by one, from one pass over the lines: an item a rate of tax, a
-- document an entry. Notes are told by absolute amounts and C or D; an export without payment has the rate 0. A section without a document is null.
-- Called by: reports.gstr1_return.
create or replace function reports.gstr1_documents(
  p_gstin text, p_from date, p_to date, out b2b json, out b2cl json, out exp json, out cdnr json, out cdnur json)
language sql stable parallel safe
set search_path = ''
as $$
  with item as (
    select l.section, l.class, l.voucher_id, case when l.class in ('WOPAY', 'EXPWOP') then 0 else l.gst_rate end as gst_rate, l.supply_type, sum(l.taxable_amount) as taxable, sum(l.igst_amount) as igst,
           sum(l.cgst_amount) as cgst, sum(l.sgst_amount) as sgst, sum(l.cess_amount) as cess
    from reports.gstr1_lines as l
    where l.tenant_id = (select core.current_tenant()) and l.company_gstin = p_gstin and l.voucher_date between p_from and p_to
      and l.section in ('b2b', 'b2cl', 'exp', 'cdnr', 'cdnur')
    group by l.section, l.class, l.voucher_id, 4, l.supply_type
  ), listed as (
    select i.section, i.class, i.voucher_id, json_agg(
             case when i.section = 'exp'
               then json_build_object('txval', i.taxable, 'rt', trim_scale(i.gst_rate), 'iamt', i.igst, 'csamt', i.cess)
               else json_build_object('num', i.place, 'itm_det', reports.gstr1_item(i.supply_type, i.gst_rate, i.taxable, i.igst, i.cgst, i.sgst, i.cess)) end
             order by i.place) as itms
    from (select item.*, row_number() over (partition by section, class, voucher_id order by gst_rate) as place from item) as i
    group by i.section, i.class, i.voucher_id
  ), document as (
    select d.section, d.class, v.party_gstin as ctin, v.place_of_supply as pos, v.voucher_date, v.number,
           reports.gstr1_document(v, d.section, d.class, d.itms) as body
    from listed as d
    join billing.vouchers as v on v.tenant_id = (select core.current_tenant()) and v.id = d.voucher_id
  ), grouped as (
    select section, coalesce(ctin, '') as ctin, case section when 'b2cl' then pos when 'exp' then class else '' end as key,
           json_agg(body order by voucher_date, number) as bodies
    from document
    group by 1, 2, 3
  )
  select (select json_agg(json_build_object('ctin', ctin, 'inv', bodies) order by ctin) from grouped where section = 'b2b'),
         (select json_agg(json_build_object('pos', key, 'inv', bodies) order by key) from grouped where section = 'b2cl'),
         (select json_agg(json_build_object('exp_typ', key, 'inv', bodies) order by key) from grouped where section = 'exp'),
         (select json_agg(json_build_object('ctin', ctin, 'nt', bodies) order by ctin) from grouped where section = 'cdnr'),
         (select json_agg(body order by voucher_date, number) from document where section = 'cdnur')
$$;
comment on function reports.gstr1_documents(text, date, date) is 'b2b, b2cl, exp, cdnr and cdnur of GSTR-1';
