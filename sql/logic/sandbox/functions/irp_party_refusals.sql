-- Why: the portal's rules on who supplies whom, from where to where, and when. Every violation is reported at once.
-- Called by: sandbox.irp_refusals. Source: NIC's list of validations of the e-invoice API.
create or replace function sandbox.irp_party_refusals(p_gstin text, p_payload jsonb, p_now timestamptz)
returns table (code text, subject text)
language sql stable
set search_path = ''
as $$
  with d as (
    select p_payload #>> '{SellerDtls,Gstin}' as seller, lpad(p_payload #>> '{SellerDtls,Stcd}', 2, '0') as seller_state,
           p_payload #>> '{BuyerDtls,Gstin}' as buyer, lpad(p_payload #>> '{BuyerDtls,Stcd}', 2, '0') as buyer_state,
           lpad(p_payload #>> '{BuyerDtls,Pos}', 2, '0') as pos, p_payload #>> '{TranDtls,SupTyp}' as supply,
           p_payload #>> '{TranDtls,SupTyp}' like 'EXPW%' as is_export,
           p_payload #>> '{TranDtls,SupTyp}' like 'SEZW%' as is_sez,
           coalesce(p_payload #>> '{TranDtls,RegRev}', 'N') = 'Y' as is_reverse,
           coalesce(p_payload #>> '{TranDtls,IgstOnIntra}', 'N') = 'Y' as is_igst_on_intra,
           p_payload #>> '{DocDtls,Dt}' as date_text, sandbox.irp_date(p_payload #>> '{DocDtls,Dt}') as dated,
           (p_now at time zone 'Asia/Kolkata')::date as today
  ), f as (
    select d.*, s.turnover, s.taxpayer_type as seller_type, s.status as seller_status,
           b.gstin is not null as buyer_known, coalesce(b.taxpayer_type, 'REG') as buyer_type,
           coalesce(b.status, 'ACT') as buyer_status, b.registered_on, b.deregistered_on, d.buyer <> 'URP' as buyer_registered
    from d left join sandbox.irp_taxpayers s on s.gstin = d.seller left join sandbox.irp_taxpayers b on b.gstin = d.buyer
  )
  select r.code, r.subject
  from f cross join lateral (values
    ('2143', null, f.seller <> p_gstin),
    ('2211', null, f.seller = f.buyer),
    ('2231', f.seller, f.seller_type = 'SEZ'),
    ('3029', f.seller, f.seller_status not in ('ACT')),
    ('2258', null, left(f.seller, 2) <> f.seller_state),
    ('2259', null, not exists (select from sandbox.irp_states s where s.code = f.seller_state)),
    ('2265', null, f.buyer_registered and left(f.buyer, 2) <> f.buyer_state),
    ('2260', null, not exists (select from sandbox.irp_states s where s.code = f.buyer_state)),
    ('2243', f.supply, not exists (select from sandbox.irp_states s where s.code = f.pos)),
    ('2225', f.date_text, f.dated is null),
    ('2163', null, f.dated > f.today),
    ('2305', 'crore 10', f.turnover >= 100000000 and f.dated < f.today - sandbox.setting('reportingDays')::int),
    ('3028', f.buyer, f.buyer_registered and not f.buyer_known and not sandbox.gstin_check_digit_fits(f.buyer)),
    ('3029', f.buyer, f.buyer_registered and f.buyer_status not in ('ACT', 'SUS') and not (f.buyer_status = 'CNL' and f.deregistered_on is not null)),
    ('3074', f.buyer || ' ' || f.date_text, f.buyer_registered and f.buyer_status = 'CNL' and f.dated > f.deregistered_on),
    ('3079', null, f.buyer_registered and f.buyer_status in ('ACT', 'SUS') and f.dated < f.registered_on),
    ('2212', f.supply, f.supply in ('B2B', 'SEZWP', 'SEZWOP') and not f.buyer_registered),
    ('2171', null, f.supply = 'DEXP' and not f.buyer_registered),
    ('2246', f.supply, f.supply in ('B2B', 'DEXP') and f.buyer_type = 'SEZ'),
    ('2247', f.supply, f.is_sez and f.buyer_registered and f.buyer_type not in ('SEZ', 'SED')),
    ('2248', null, f.is_export and f.buyer_registered),
    ('2261', f.supply, f.is_export and f.buyer_state <> '96'),
    ('2232', f.supply, f.is_export and f.pos <> '96'),
    ('2242', f.supply, not f.is_export and f.pos = '96'),
    ('2162', null, f.is_reverse and not (f.supply = 'B2B' or f.is_sez)),
    ('2262', null, f.is_igst_on_intra and f.seller_state <> f.pos),
    ('2244', f.supply, not f.is_export and p_payload #>> '{BuyerDtls,Pin}' is null and nullif(p_payload -> 'ShipDtls', 'null') is null)
  ) as r(code, subject, applies)
  where r.applies
$$;
comment on function sandbox.irp_party_refusals(text, jsonb, timestamptz) is 'The portal''s codes for what is wrong with the parties, the place of supply and the date';
