-- Phase 2 of posting, resolve: finds our registration, the other party and the series, and decides the place of supply and
-- whether the supply is within a State. Finds, never refuses: what it did not find stays null and billing.check_documents
-- says so. On an inward document the party supplies and the place is ours.
-- Law: place of supply IGST s.10(1)(a), (b) and (ca), s.12(2): a registered recipient's State whoever the goods are shipped
-- to, a consumer's where they are shipped; 96 is abroad (s.11). SEZ and imports always inter-State, s.7(5)(b), (2) and (4). Under reverse charge and
-- under a letter of undertaking the supplier charges no tax; neither do composition dealers and the unregistered.
-- offset 0 keeps a sub-select whole: what it works out is worked out once, not once a mention.
create or replace function billing.resolve_documents(p_inputs billing.document_input[], p_parties billing.recipient[]) returns billing.resolved_document[]
language sql stable
set search_path = ''
as $$
  select array_agg(row(
           d.ord, coalesce(d.draft_id, core.uuid_v7()), d.voucher_type, kind.document_code, kind.flow, kind.tax, kind.place,
           kind.line_taxability, kind.party_registration, kind.party_group, kind.rounds, kind.stock, kind.moves_goods, kind.is_advance, d.voucher_date,
           own.gstin, case kind.flow when 'outward' then own.state_code when 'inward' then coalesce(who.state_code, own.state_code) end,
           company.composition, company.aggregate_turnover, company.e_invoice_exempt, company.b2c_above_limit,
           company.perpetual_inventory, company.allow_negative_stock, company.e_way_bill_timing, company.locked_until,
           coalesce(by_id.id, by_key.id), who.match_key, who.party, who.name, who.gstin, who.gstin_kind,
           who.gstin_fault, who.state_code, who.registration_type, place.category, place.pos,
           case when kind.flow = 'money' then null
             when place.sez or own.registration_type in ('sez_unit', 'sez_developer') or place.category = 'IMPORT'
               or place.pos <> case kind.flow when 'inward' then coalesce(who.state_code, own.state_code) else own.state_code end
             then 'inter_state' else 'intra_state' end,
           due.reverse, billing.supplier_charges(kind.tax, due.reverse, kind.flow, place.category, who.registration_type),
           billing.recipient_owes(kind.tax, due.reverse, place.category),
           hsn.digits,
           series.id, series.voucher_type, series.company_gstin,
           billing.numbering_period(series.reset_frequency, d.voucher_date), billing.number_template(series, d.voucher_date),
           series.start_number, series.padding, d.reference, d.narration, d.currency, d.exchange_rate, d.supply_date, d.payment_date,
           coalesce(d.rate_date, gst.rate_date(d.voucher_date, d.supply_date, d.payment_date)),
           d.original_id, d.original_date, d.overrides_lock, d.particulars)::billing.resolved_document)
  from unnest(p_inputs) as d
  join billing.voucher_kinds as kind on kind.voucher_type = d.voucher_type
  left join core.companies as company on company.tenant_id = (select core.current_tenant())
  left join core.company_gstins as own
    on own.tenant_id = company.tenant_id
    and (own.gstin = d.company_gstin or d.company_gstin is null and own.is_default)
  left join billing.parties as by_id on by_id.tenant_id = company.tenant_id and by_id.id = d.party_id
  left join unnest(p_parties) with ordinality as inline(name, gstin, gstin_kind, gstin_fault, state_code, registration_type, match_key, party, at)
    on inline.at = d.ord + 1 and d.party is not null
  left join billing.parties as by_key
    on by_key.tenant_id = company.tenant_id and by_key.match_key = inline.match_key and d.party_id is null
  cross join lateral (select * from billing.recipient_of(d.party_id, by_id, by_key, row(inline.name, inline.gstin, inline.gstin_kind, inline.gstin_fault, inline.state_code,
      inline.registration_type, inline.match_key, inline.party)::billing.recipient) offset 0) as who
  left join lateral billing.series_for(d.voucher_type, d.series_id, own.gstin) as series on true
  left join lateral gst.hsn_digits(d.voucher_date, company.aggregate_turnover, who.gstin is not null) as hsn(digits)
    on kind.flow = 'outward' and d.original_id is null
  cross join lateral (
    select sez, pos,
           case
             when kind.flow = 'money' then null
             when kind.flow = 'inward' then case when who.registration_type = 'overseas' then 'IMPORT' when who.gstin is not null then 'B2B' else 'B2C' end
             when sez then case when d.with_lut then 'SEZWOP' else 'SEZWP' end
             when pos = '96' then case when d.with_lut then 'EXPWOP' else 'EXPWP' end
             when who.gstin is null then 'B2C'
             when (d.particulars -> 'deemedExport')::boolean then 'DEXP'
             else 'B2B'
           end as category
    from (select who.registration_type in ('sez_unit', 'sez_developer') as sez,
                 coalesce(case when kind.flow <> 'money' then d.place_of_supply end, gst.place_of_supply(
                   kind.flow, kind.place, who.gstin is not null, d.particulars #>> '{shipTo,stateCode}', who.state_code, own.state_code)) as pos) as found
    offset 0
  ) as place
  cross join lateral (
    select d.reverse_charge or kind.tax = 'reverse' as reverse
    offset 0
  ) as due
$$;
comment on function billing.resolve_documents(billing.document_input[], billing.recipient[]) is 'Registration, party, place of supply and series of each document of a batch';
