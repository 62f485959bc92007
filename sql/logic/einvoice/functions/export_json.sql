-- Why: what an export tells the portal beyond any other supply (ExpDtls); RefClm says that the IGST paid is claimed back.
create or replace function einvoice.export_json(p_voucher billing.vouchers) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object('ShipBNo', x.export ->> 'shippingBillNumber', 'ShipBDt', to_char((x.export ->> 'shippingBillDate')::date, 'DD/MM/YYYY'),
    'Port', x.export ->> 'portCode', 'RefClm', case when (p_voucher).supply_category = 'EXPWP' then 'Y' else 'N' end,
    'ForCur', case when (p_voucher).currency <> 'INR' then (p_voucher).currency end, 'CntCode', x.export ->> 'countryCode')
  from (select (p_voucher).particulars -> 'export' as export) as x
  where (p_voucher).supply_category in ('EXPWP', 'EXPWOP')
$$;
comment on function einvoice.export_json(billing.vouchers) is 'ExpDtls of an export; null elsewhere';
