-- Phase 4 of posting, check: what is wrong with the documents as a whole. One row a fault; no fault is hidden by
-- another. A fault names its facts by key; they are put together only for what is refused.
-- Sources: CGST rules 46 (particulars, numbers) and 10A (GSTIN), requirement 10.6 and 10.7 (dates).
create or replace function billing.check_documents(
  p_inputs billing.document_input[], p_docs billing.resolved_document[], p_lines billing.voucher_lines[])
returns billing.refusal[]
language sql stable
set search_path = ''
as $$
  select coalesce(array_agg(row(d.ord, fault.pointer, fault.code, core.pick(jsonb_build_object(
           'gstin', coalesce(d.party_gstin, i.company_gstin), 'companyGstin', i.company_gstin, 'partyId', i.party_id,
           'seriesId', i.series_id, 'registrationType', d.registration_type, 'stateCode', d.party_state,
           'placeOfSupply', i.place_of_supply, 'voucherType', d.voucher_type, 'seriesType', d.series_type, 'seriesGstin', d.series_gstin,
           'date', d.voucher_date, 'today', calendar.today, 'earliestYear', calendar.earliest_year, 'financialYear', calendar.year,
           'from', trim_scale(calendar.details_from)), fault.facts))::billing.refusal), '{}')
  from unnest(p_docs) as d
  join unnest(p_inputs) as i on i.ord = d.ord
  join (select l.voucher_id, sum(l.taxable_amount) as amount from unnest(p_lines) as l group by l.voucher_id) as taxable
    on taxable.voucher_id = d.voucher_id
  cross join lateral (
    select core.today() as today, core.financial_year(d.voucher_date) as year,
           core.financial_year((core.today() - interval '1 year')::date) as earliest_year,
           gst.limit_on('b2c_recipient_details_from', d.voucher_date) as details_from
  ) as calendar
  cross join lateral (values
    (d.company_gstin is null and i.company_gstin is null, '', 'company_not_set_up', null),
    (d.company_gstin is null and i.company_gstin is not null, '/companyGstin', 'company_gstin_unknown', '{companyGstin}'),
    (d.match_key is null and i.party_id is not null, '/partyId', 'party_unknown', '{partyId}'),
    (d.party_gstin_fault is not null, '/party/gstin', d.party_gstin_fault, '{gstin}'),
    (d.party_gstin = d.company_gstin, '/party/gstin', 'recipient_is_supplier', '{gstin}'),
    (d.party_gstin is null and d.registration_type not in ('unregistered', 'overseas'), '/party/gstin', 'registration_needs_gstin', '{registrationType}'),
    (d.party_gstin is not null and d.registration_type in ('unregistered', 'overseas'), '/party/registrationType', 'gstin_of_unregistered', '{gstin}'),
    (not gst.is_state(d.party_state), '/party/stateCode', 'state_unknown', '{stateCode}'),
    (not billing.gstin_is_of_state(d.party_gstin, d.party_state), '/party/stateCode', 'gstin_of_another_state', '{gstin,stateCode}'),
    (not gst.is_state(i.place_of_supply), '/placeOfSupply', 'place_of_supply_unknown', '{placeOfSupply}'),
    (d.series_id is null and i.series_id is not null, '/seriesId', 'numbering_series_unknown', '{seriesId}'),
    (d.series_id is null and i.series_id is null, '/seriesId', 'numbering_series_missing', '{voucherType}'),
    (d.series_type <> d.voucher_type, '/seriesId', 'numbering_series_of_another_type', '{seriesType}'),
    (d.series_gstin <> d.company_gstin, '/seriesId', 'numbering_series_of_another_gstin', '{seriesGstin}'),
    (d.voucher_date > calendar.today, '/date', 'invoice_date_in_future', '{date,today}'),
    (calendar.year < calendar.earliest_year, '/date', 'invoice_date_before_previous_year', '{date,earliestYear}'),
    (d.composition and taxable.amount > 0, '/type', 'composition_dealer_charges_no_tax', null),
    (i.with_lut and d.supply_category is distinct from 'SEZWOP', '/withLut', 'lut_is_for_sez', null),
    (d.supply_category = 'SEZWOP' and not billing.lut_on_record(d.company_gstin, calendar.year), '/withLut', 'lut_not_on_record', '{financialYear}'),
    (d.party_gstin is null and taxable.amount >= calendar.details_from
       and (nullif(trim(d.party ->> 'address'), '') is null or d.party_state is null), '/party/address', 'recipient_details_required', '{from}')
  ) as fault(found, pointer, code, facts)
  where fault.found
$$;
comment on function billing.check_documents(billing.document_input[], billing.resolved_document[], billing.voucher_lines[]) is 'Faults of the documents of a batch, one row each';
