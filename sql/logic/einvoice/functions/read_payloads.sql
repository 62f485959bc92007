-- Why: the checks of a batch judge the same facts: who sells to whom from where to where, of which kind and when, and what
-- the company itself knows of the two. A State code may lack its leading zero. Called by: einvoice.check_*.
-- Takes the payloads (null: none to judge) and, beside each, the GSTIN that signs in (null: any of the company's own).
create or replace function einvoice.read_payloads(p_payloads jsonb[], p_gstins text[])
returns table (ordinal bigint, is_own boolean, seller text, seller_state text, seller_type text, buyer text, buyer_state text, buyer_type text,
               is_registered boolean, supply text, is_export boolean, is_sez boolean, pos text, is_reverse boolean, igst_on_intra boolean,
               is_inter boolean, document_type text, number text, date_text text, dated date, turnover numeric, has_pin_or_ship_to boolean)
language sql stable rows 16
set search_path = ''
as $$
  select p.ordinal, case when signed_in.gstin is null then own.gstin is not null else f.seller = signed_in.gstin end,
         f.seller, f.seller_state, coalesce(own.registration_type, other.registration_type), f.buyer, f.buyer_state, party.registration_type,
         f.buyer <> 'URP', f.supply, f.supply like 'EXPW%', f.supply like 'SEZW%', f.pos, f.reg_rev = 'Y', f.igst_on_intra = 'Y',
         f.supply ~ '^(EXP|SEZ)W' or f.igst_on_intra = 'Y' or f.seller_state <> f.pos,
         d ->> 'Typ', d ->> 'No', d ->> 'Dt', einvoice.portal_date(d ->> 'Dt'), company.aggregate_turnover,
         b ->> 'Pin' is not null or coalesce(jsonb_typeof(p.payload -> 'ShipDtls'), 'null') <> 'null'
  from unnest(p_payloads) with ordinality as p(payload, ordinal)
  cross join lateral (select p.payload -> 'SellerDtls' as s, p.payload -> 'BuyerDtls' as b, p.payload -> 'DocDtls' as d, p.payload -> 'TranDtls' as t) as parts
  cross join lateral (
    select s ->> 'Gstin' as seller, lpad(s ->> 'Stcd', 2, '0') as seller_state, b ->> 'Gstin' as buyer, lpad(b ->> 'Stcd', 2, '0') as buyer_state,
           lpad(b ->> 'Pos', 2, '0') as pos, t ->> 'SupTyp' as supply, coalesce(t ->> 'RegRev', 'N') as reg_rev,
           coalesce(t ->> 'IgstOnIntra', 'N') as igst_on_intra
  ) as f
  cross join lateral (select p_gstins[p.ordinal] as gstin) as signed_in
  left join core.companies as company on company.tenant_id = (select core.current_tenant())
  left join core.company_gstins as own on own.tenant_id = (select core.current_tenant()) and own.gstin = f.seller
  left join billing.parties as other on other.tenant_id = (select core.current_tenant()) and other.match_key = f.seller and own.gstin is null
  left join billing.parties as party on party.tenant_id = (select core.current_tenant()) and party.match_key = f.buyer
  where p.payload is not null
$$;
comment on function einvoice.read_payloads(jsonb[], text[]) is 'The heads of a batch of INV-01 documents as rows';
