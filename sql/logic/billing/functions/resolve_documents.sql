-- Phase 2 of posting, resolve: finds supplier, recipient and series, and decides the place of supply and whether the
-- supply is within a State. Finds, never refuses: what it did not find stays null and billing.check_documents says so.
-- Law: place of supply IGST s.10(1)(a) and (ca), s.12(2): where the recipient is, else where the supplier is; SEZ always
-- inter-State, s.7(5)(b); under reverse charge the supplier charges no tax.
-- offset 0 keeps a sub-select whole: what it works out is worked out once, not once a mention.
create or replace function billing.resolve_documents(p_inputs billing.document_input[]) returns billing.resolved_document[]
language sql stable
set search_path = ''
as $$
  select array_agg(row(
           d.ord, core.uuid_v7(), d.voucher_type, kind.document_code, d.voucher_date,
           supplier.gstin, supplier.state_code, company.composition, company.aggregate_turnover, company.e_invoice_exempt,
           coalesce(by_id.id, by_key.id), who.match_key, who.party, who.name, who.gstin, who.gstin_kind,
           who.gstin_fault, who.state_code, who.registration_type, place.category, place.pos,
           case when place.sez or supplier.registration_type in ('sez_unit', 'sez_developer') or place.pos <> supplier.state_code
             then 'inter_state' else 'intra_state' end,
           d.reverse_charge, not d.reverse_charge and place.category <> 'SEZWOP',
           hsn.digits,
           series.id, series.voucher_type, series.company_gstin,
           billing.numbering_period(series.reset_frequency, d.voucher_date), billing.number_template(series, d.voucher_date),
           series.start_number, series.padding, d.reference, d.narration)::billing.resolved_document)
  from unnest(p_inputs) as d
  join billing.voucher_kinds as kind on kind.voucher_type = d.voucher_type
  left join core.companies as company on company.tenant_id = (select core.current_tenant())
  left join core.company_gstins as supplier
    on supplier.tenant_id = company.tenant_id
    and (supplier.gstin = d.company_gstin or d.company_gstin is null and supplier.is_default)
  left join billing.parties as by_id on by_id.tenant_id = company.tenant_id and by_id.id = d.party_id
  left join lateral billing.inline_party(d.party) as inline on true
  left join billing.parties as by_key
    on by_key.tenant_id = company.tenant_id and by_key.match_key = inline.match_key and d.party_id is null
  cross join lateral (select * from billing.recipient_of(d.party_id, by_id, by_key, inline) offset 0) as who
  left join lateral billing.series_for(d.voucher_type, d.series_id, supplier.gstin) as series on true
  left join lateral gst.hsn_digits(d.voucher_date, company.aggregate_turnover, who.gstin is not null) as hsn(digits) on true
  cross join lateral (
    select who.registration_type in ('sez_unit', 'sez_developer') as sez,
           coalesce(d.place_of_supply, who.state_code, supplier.state_code) as pos,
           case
             when who.registration_type in ('sez_unit', 'sez_developer') then case when d.with_lut then 'SEZWOP' else 'SEZWP' end
             when who.gstin is not null then 'B2B'
             else 'B2C'
           end as category
    offset 0
  ) as place
$$;
comment on function billing.resolve_documents(billing.document_input[]) is 'Supplier, recipient, place of supply and series of each document of a batch';
