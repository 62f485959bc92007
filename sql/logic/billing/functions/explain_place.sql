-- Why: where the supply ends and what follows from it: the clause that gives the place, within a State or between States,
-- the category, who pays the tax. The place is worked out anew from the parties; one that differs was stated on the document
-- or is its original's. Nothing for documents without a supply. Called by: billing.explain_vouchers.
create or replace function billing.explain_place(p_vouchers billing.voucher[], p_lines billing.voucher_line[], p_links billing.voucher_link[])
returns setof billing.explained_figure
language sql stable
set search_path = ''
as $$
  select v.id, array[1, f.k], f.name, null::numeric, f.value, f.rule, f.source, jsonb_strip_nulls(f.inputs), null::numeric, null::numeric
  from unnest(p_vouchers) as v
  join billing.voucher_kinds as kind on kind.voucher_type = v.voucher_type
  left join core.company_gstins as own on own.tenant_id = v.tenant_id and own.gstin = v.company_gstin
  cross join lateral (
    select coalesce(bool_and(l.hsn like '99%'), false) as services, v.particulars #>> '{shipTo,stateCode}' as ship_to, v.party_gstin is not null as registered,
           exists (select 1 from unnest(p_links) as k where k.voucher_id = v.id and k.relation in ('adjusts', 'increases')) as is_note,
           v.registration_type in ('sez_unit', 'sez_developer') or own.registration_type in ('sez_unit', 'sez_developer') as sez
    from unnest(p_lines) as l
    where l.voucher_id = v.id
  ) as facts
  cross join lateral gst.place_of_supply(kind.flow, kind.place, facts.registered, facts.ship_to, v.party_state, own.state_code) as by_law(place)
  cross join lateral billing.place_clause(v, kind, by_law.place, facts.services, facts.registered, facts.ship_to, facts.is_note) as clause
  cross join lateral (values
    (1, '/placeOfSupply', to_jsonb(v.place_of_supply), clause.rule, clause.source,
     jsonb_build_object('partyState', v.party_state, 'ownState', own.state_code, 'shipToState', facts.ship_to, 'recipientRegistered', facts.registered,
       'services', facts.services, 'placeByLaw', by_law.place)),
    (2, '/supplyType', to_jsonb(v.supply_type),
     case when facts.sez then 'a supply to or by an SEZ unit or developer is between States, also within one'
       when v.supply_category = 'IMPORT' and v.supply_type = 'inter_state' then 'a supply from abroad is between States'
       when v.place_of_supply = '96' then 'a supply that ends abroad is between States'
       when v.supply_type = 'intra_state' then 'supplier and place of supply are in the same State: CGST and SGST or UTGST'
       else 'supplier and place of supply are in different States: IGST' end,
     case when facts.sez then 'IGST Act s.7(5)(b)' when v.supply_category = 'IMPORT' and v.supply_type = 'inter_state' then 'IGST Act s.7(2) and (4)' when v.place_of_supply = '96' then 'IGST Act s.7(5)(a)'
       when v.supply_type = 'intra_state' then 'IGST Act s.8(1) and (2)' else 'IGST Act s.7(1) and (3)' end,
     jsonb_build_object('supplierState', v.supplier_state, 'placeOfSupply', v.place_of_supply, 'registrationType', v.registration_type, 'ownRegistrationType', own.registration_type)),
    (3, '/supplyCategory', to_jsonb(v.supply_category),
     case v.supply_category when 'B2B' then 'the other party is registered under GST' when 'B2C' then 'the other party is not registered under GST'
       when 'SEZWP' then 'to an SEZ unit or developer, with payment of tax' when 'SEZWOP' then 'to an SEZ unit or developer, under a letter of undertaking'
       when 'EXPWP' then 'an export with payment of tax, which is refunded' when 'EXPWOP' then 'an export under a letter of undertaking'
       when 'DEXP' then 'a deemed export' when 'IMPORT' then 'the supplier is abroad' end,
     case when v.supply_category in ('B2B', 'B2C') then 'CGST Act s.2(94)' when v.supply_category = 'DEXP' then 'CGST Act s.147'
       when v.supply_category = 'IMPORT' then 'IGST Act s.2(10) and (11)' else 'IGST Act s.16' end,
     jsonb_build_object('gstin', v.party_gstin, 'registrationType', v.registration_type)),
    (4, '/reverseCharge', to_jsonb(v.reverse_charge),
     case when not v.reverse_charge then 'the supplier pays the tax' when kind.tax = 'reverse' then 'on this document it is always the recipient who owes the tax'
       else 'marked as a supply on which the recipient owes the tax' end,
     case when v.reverse_charge then 'CGST Act s.9(3) and (4), IGST Act s.5(3) and (4)' else 'CGST Act s.9(1), IGST Act s.5(1)' end, '{}')
  ) as f (k, name, value, rule, source, inputs)
  where v.supply_category is not null
$$;
comment on function billing.explain_place(billing.voucher[], billing.voucher_line[], billing.voucher_link[]) is 'The clauses behind place of supply, supply type, category and reverse charge';
