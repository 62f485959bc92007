-- Why: the portal's rules on who supplies whom, from where to where, and when. What it alone knows (whether a taxpayer is
-- active) cannot be judged here. Called by: einvoice.validate_payloads. Source: NIC's list of validations.
create or replace function einvoice.check_parties(p_payloads jsonb[], p_gstins text[]) returns table (ordinal bigint, code text, pointer text, subject text, facts jsonb)
language sql stable rows 5
set search_path = ''
as $$
  with heads as (
    select h.*, core.today() as today, late.days, late.turnover_from,
           not exists (select from gst.states as s where s.code = h.seller_state and core.today() <= coalesce(s.valid_to, 'infinity')) as seller_nowhere,
           not exists (select from gst.states as s where s.code = h.buyer_state and core.today() <= coalesce(s.valid_to, 'infinity')) as buyer_nowhere,
           not exists (select from gst.states as s where s.code = h.pos and core.today() <= coalesce(s.valid_to, 'infinity')) as supplied_nowhere
    from einvoice.read_payloads(p_payloads, p_gstins) as h
    left join lateral (select l.* from einvoice.reporting_limits as l where l.valid_from <= core.today() order by l.valid_from desc limit 1) as late on true
  )
  select h.ordinal, r.code, r.pointer, r.subject, jsonb_strip_nulls(r.facts)
  from heads as h cross join lateral (values
    ('2143', '/SellerDtls/Gstin', null, jsonb_build_object('given', h.seller), not h.is_own),
    ('2211', '/BuyerDtls/Gstin', null, jsonb_build_object('given', h.buyer), h.seller = h.buyer),
    ('2231', '/SellerDtls/Gstin', h.seller, '{}', h.seller_type = 'sez_unit'),
    ('2258', '/SellerDtls/Stcd', null, jsonb_build_object('given', h.seller_state, 'expected', left(h.seller, 2)), left(h.seller, 2) <> h.seller_state),
    ('2259', '/SellerDtls/Stcd', null, jsonb_build_object('given', h.seller_state), h.seller_nowhere),
    ('2265', '/BuyerDtls/Stcd', null, jsonb_build_object('given', h.buyer_state, 'expected', left(h.buyer, 2)), h.is_registered and left(h.buyer, 2) <> h.buyer_state),
    ('2260', '/BuyerDtls/Stcd', null, jsonb_build_object('given', h.buyer_state), h.buyer_nowhere),
    ('2243', '/BuyerDtls/Pos', h.supply, jsonb_build_object('given', h.pos), h.supplied_nowhere),
    ('2225', '/DocDtls/Dt', h.date_text, '{}', h.dated is null),
    ('2163', '/DocDtls/Dt', null, jsonb_build_object('given', h.dated, 'today', h.today), h.dated > h.today),
    ('2305', '/DocDtls/Dt', null, jsonb_build_object('given', h.dated, 'earliest', h.today - h.days, 'n', trim_scale(h.turnover_from / 10000000)),
      h.is_own and h.turnover >= h.turnover_from and h.dated < h.today - h.days),
    ('3028', '/BuyerDtls/Gstin', h.buyer, '{}', h.is_registered and (select g.fault is not null from gst.read_gstin(h.buyer) as g)),
    ('2212', '/BuyerDtls/Gstin', h.supply, '{}', h.supply in ('B2B', 'SEZWP', 'SEZWOP') and not h.is_registered),
    ('2171', '/BuyerDtls/Gstin', null, '{}', h.supply = 'DEXP' and not h.is_registered),
    ('2246', '/TranDtls/SupTyp', h.supply, jsonb_build_object('buyer', h.buyer), h.supply in ('B2B', 'DEXP') and h.buyer_type = 'sez_unit'),
    ('2247', '/TranDtls/SupTyp', h.supply, jsonb_build_object('buyer', h.buyer),
      h.is_sez and h.is_registered and coalesce(h.buyer_type, 'regular') not in ('sez_unit', 'sez_developer')),
    ('2248', '/BuyerDtls/Gstin', null, jsonb_build_object('given', h.buyer), h.is_export and h.is_registered),
    ('2261', '/BuyerDtls/Stcd', h.supply, jsonb_build_object('given', h.buyer_state, 'expected', '96'), h.is_export and h.buyer_state <> '96'),
    ('2232', '/BuyerDtls/Pos', h.supply, jsonb_build_object('given', h.pos, 'expected', '96'), h.is_export and h.pos <> '96'),
    ('2242', '/BuyerDtls/Pos', h.supply, jsonb_build_object('given', h.pos), not h.is_export and h.pos = '96'),
    ('2162', '/TranDtls/RegRev', null, jsonb_build_object('supply', h.supply), h.is_reverse and not (h.supply = 'B2B' or h.is_sez)),
    ('2262', '/TranDtls/IgstOnIntra', null, jsonb_build_object('seller', h.seller_state, 'placeOfSupply', h.pos), h.igst_on_intra and h.seller_state <> h.pos),
    ('2244', '/BuyerDtls/Pin', h.supply, '{}', not h.is_export and not h.has_pin_or_ship_to)
  ) as r(code, pointer, subject, facts, applies)
  where r.applies
$$;
comment on function einvoice.check_parties(jsonb[], text[]) is 'The portal''s codes for what is wrong with the parties, the place of supply and the date of a batch of documents';
