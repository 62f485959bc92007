-- Why: between whom and between which places the goods go. Abroad is State 96, as the invoice portal has it and hands it on
-- in the bills it makes itself, with PIN 999999 where no port is told. A unit in a special economic zone is billed as State 96
-- too, for a supply to it is inter-State wherever it lies; its goods go to its own State. Some types of challan the portal takes
-- between places of one GSTIN only: then both ends are ours. Called by: ewaybill.payload.
create or replace function ewaybill.places(p_voucher billing.vouchers, p_is_inward boolean, p_is_to_self boolean)
returns table (bill_from jsonb, ship_from jsonb, bill_to jsonb, ship_to jsonb, transaction_type integer)
language sql stable rows 1
set search_path = ''
as $$
  with ours as (
    select jsonb_build_object('gstin', g.gstin, 'name', coalesce(g.trade_name, c.trade_name, c.legal_name), 'address', g.address, 'city', g.city,
             'pincode', g.pincode, 'stateCode', g.state_code, 'billedState', g.state_code) as place
    from core.company_gstins as g
    join core.companies as c on c.tenant_id = g.tenant_id and c.id = g.company_id
    where g.tenant_id = (p_voucher).tenant_id and g.gstin = (p_voucher).company_gstin
  ), theirs as (
    select (p_voucher).party || jsonb_build_object(
             'gstin', case when p_is_to_self then ours.place ->> 'gstin' else coalesce((p_voucher).party_gstin, 'URP') end,
             'name', case when p_is_to_self then ours.place ->> 'name' else (p_voucher).party_name end,
             'pincode', case when at.is_abroad then '999999' else (p_voucher).party ->> 'pincode' end,
             'stateCode', at.state,
             'billedState', case when (p_voucher).registration_type in ('sez_unit', 'sez_developer') and not p_is_to_self then '96' else at.state end) as place
    from ours
    cross join lateral (select (p_voucher).supply_category in ('EXPWP', 'EXPWOP', 'IMPORT') as is_abroad) as abroad
    cross join lateral (select abroad.is_abroad, case when abroad.is_abroad then '96' else coalesce((p_voucher).party_state, (p_voucher).place_of_supply) end as state) as at
  ), ends as (
    select case when p_is_inward then theirs.place else ours.place end as sender, case when p_is_inward then ours.place else theirs.place end as receiver,
           (p_voucher).particulars -> 'dispatchFrom' as sent, (p_voucher).particulars -> 'shipTo' as shipped
    from ours cross join theirs
  )
  select e.sender, coalesce(e.sent, e.sender), e.receiver, coalesce(e.shipped, e.receiver),
         case when e.sent is not null and e.shipped is not null then 4 when e.sent is not null then 3 when e.shipped is not null then 2 else 1 end
  from ends as e
$$;
comment on function ewaybill.places(billing.vouchers, boolean, boolean) is 'The four places of a movement as {gstin, name, address, city, pincode, stateCode, billedState}, and the portal''s transaction type';
