-- Why: a company may want its e-way bills made with its vouchers: of a batch just posted, those that must have one and say
-- enough of it are asked for at once, on the road ewaybill.take_road would pick. What is not complete yet (the rules are
-- those of ewaybill.request_generation), and goods whose bill was made under their challan, are left to be asked for.
-- Called by: billing.post_vouchers, where core.companies.e_way_bill_timing says so. Answers the vouchers whose bill goes
-- direct; the others go with their e-invoice.
create or replace function ewaybill.request_with_vouchers(p_vouchers billing.voucher[]) returns uuid[]
language sql
set search_path = ''
as $$
  with made as (
    insert into ewaybill.e_way_bills (tenant_id, voucher_id, gstin, status, transport, road, next_attempt_at, created_at, updated_at)
    select v.tenant_id, v.id, v.company_gstin, 'pending', v.particulars -> 'transport', way.road, core.now(), core.now(), core.now()
    from billing.vouchers as v
    join billing.voucher_kinds as kind on kind.voucher_type = v.voucher_type
    left join einvoice.e_invoices as e on e.tenant_id = v.tenant_id and e.voucher_id = v.id and kind.document_code = 'INV'
    cross join lateral (select case when e.id is null then 'direct' else 'with_irn' end as road) as way
    where v.tenant_id = (select core.current_tenant())
      and v.id = any (array(select p.id from unnest(p_vouchers) as p where p.e_way_bill_applicability = 'required' and p.particulars ? 'transport'))
      and not exists (
        select from billing.voucher_links as k
        join ewaybill.e_way_bills as b on b.tenant_id = k.tenant_id and b.voucher_id = k.original_id
        where k.tenant_id = v.tenant_id and k.voucher_id = v.id and k.relation = 'fulfils' and b.status not in ('failed', 'cancelled', 'rejected'))
      and ewaybill.is_complete(v, way.road)
    returning voucher_id, road
  )
  select coalesce(array_agg(voucher_id) filter (where road = 'direct'), '{}') from made
$$;
comment on function ewaybill.request_with_vouchers(billing.voucher[]) is 'Asks for the e-way bills of a batch of posted vouchers that are complete; the vouchers whose bill goes direct';
