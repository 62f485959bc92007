-- Why: a note tells the portal which documents it amends (RefDtls.PrecDocDtls), and every note may say why (InvRm).
create or replace function einvoice.reference_json(p_voucher billing.vouchers) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object('InvRm', einvoice.portal_text((p_voucher).particulars ->> 'reason', 3, 100), 'PrecDocDtls', originals.list)
  from (
    select jsonb_agg(jsonb_build_object('InvNo', o.number, 'InvDt', to_char(o.voucher_date, 'DD/MM/YYYY')) order by o.voucher_date, o.number) as list
    from billing.vouchers as o
    where o.tenant_id = (p_voucher).tenant_id and o.id in (
      select k.original_id from billing.voucher_links as k
      where k.tenant_id = (p_voucher).tenant_id and k.voucher_id = (p_voucher).id and k.relation in ('adjusts', 'increases'))
  ) as originals
  where originals.list is not null
$$;
comment on function einvoice.reference_json(billing.vouchers) is 'RefDtls of a note; null elsewhere';
