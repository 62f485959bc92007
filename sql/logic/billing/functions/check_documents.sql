-- Phase 4 of posting, check: what is wrong with the documents as a whole. One row a fault; no fault is hidden by
-- another. Sources: CGST rules 46 (particulars, numbers) and 10A (GSTIN), requirement 10.6 and 10.7 (dates).
create or replace function billing.check_documents(
  p_inputs billing.document_input[], p_docs billing.resolved_document[], p_vouchers billing.vouchers[])
returns setof billing.refusal
language sql stable
set search_path = ''
as $$
  select d.ord, fault.pointer, fault.code, fault.facts
  from unnest(p_docs) as d
  join unnest(p_inputs) as i on i.ord = d.ord
  left join unnest(p_vouchers) as v on v.id = d.voucher_id
  left join gst.states as pos on pos.code = d.place_of_supply
  left join gst.states as home on home.code = d.party_state
  left join lateral billing.series_for(d.voucher_type, i.series_id, d.company_gstin) as series on true
  cross join lateral (select core.today() as today, core.financial_year(d.voucher_date) as year) as calendar
  cross join lateral (values
    (d.company_gstin is null and i.company_gstin is null, '', 'company_not_set_up', '{}'::jsonb),
    (d.company_gstin is null and i.company_gstin is not null, '/companyGstin', 'company_gstin_unknown', jsonb_build_object('gstin', i.company_gstin)),
    (d.party_id is null and i.party_id is not null, '/partyId', 'party_unknown', jsonb_build_object('partyId', i.party_id)),
    (gst.gstin_fault(d.party_gstin) is not null, '/party/gstin', gst.gstin_fault(d.party_gstin), jsonb_build_object('gstin', d.party_gstin)),
    (d.party_gstin = d.company_gstin, '/party/gstin', 'recipient_is_supplier', jsonb_build_object('gstin', d.party_gstin)),
    (d.party_gstin is null and d.registration_type not in ('unregistered', 'overseas'), '/party/gstin', 'registration_needs_gstin', jsonb_build_object('registrationType', d.registration_type)),
    (d.party_gstin is not null and d.registration_type in ('unregistered', 'overseas'), '/party/registrationType', 'gstin_of_unregistered', jsonb_build_object('gstin', d.party_gstin)),
    (d.party_state is not null and home.code is null, '/party/stateCode', 'state_unknown', jsonb_build_object('stateCode', d.party_state)),
    (not billing.gstin_is_of_state(d.party_gstin, d.party_state), '/party/stateCode', 'gstin_of_another_state', jsonb_build_object('gstin', d.party_gstin, 'stateCode', d.party_state)),
    (i.place_of_supply is not null and pos.code is null, '/placeOfSupply', 'state_unknown', jsonb_build_object('stateCode', i.place_of_supply)),
    (series.id is null and i.series_id is not null, '/seriesId', 'numbering_series_unknown', jsonb_build_object('seriesId', i.series_id)),
    (series.id is null and i.series_id is null, '/seriesId', 'numbering_series_missing', jsonb_build_object('voucherType', d.voucher_type)),
    (series.voucher_type <> d.voucher_type, '/seriesId', 'numbering_series_of_another_type', jsonb_build_object('voucherType', series.voucher_type)),
    (series.company_gstin <> d.company_gstin, '/seriesId', 'numbering_series_of_another_gstin', jsonb_build_object('gstin', series.company_gstin)),
    (d.voucher_date > calendar.today, '/date', 'invoice_date_in_future', jsonb_build_object('date', d.voucher_date, 'today', calendar.today)),
    (calendar.year < core.financial_year((calendar.today - interval '1 year')::date), '/date', 'invoice_date_before_previous_year', jsonb_build_object('date', d.voucher_date, 'earliestYear', core.financial_year((calendar.today - interval '1 year')::date))),
    (d.composition and v.taxable_amount > 0, '/type', 'composition_dealer_charges_no_tax', '{}'::jsonb),
    (i.with_lut and d.supply_category is distinct from 'SEZWOP', '/withLut', 'lut_is_for_sez', '{}'::jsonb),
    (d.supply_category = 'SEZWOP' and not billing.lut_on_record(d.company_gstin, calendar.year), '/withLut', 'lut_not_on_record', jsonb_build_object('financialYear', calendar.year)),
    (d.party_gstin is null and v.taxable_amount >= gst.limit_on('b2c_recipient_details_from', d.voucher_date)
       and (nullif(trim(d.party ->> 'address'), '') is null or d.party_state is null),
     '/party/address', 'recipient_details_required', jsonb_build_object('from', trim_scale(gst.limit_on('b2c_recipient_details_from', d.voucher_date))))
  ) as fault(found, pointer, code, facts)
  where fault.found
$$;
comment on function billing.check_documents(billing.document_input[], billing.resolved_document[], billing.vouchers[]) is 'Faults of the documents of a batch, one row each';
