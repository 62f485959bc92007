-- Phase 4 of posting, check: what is wrong with the documents as a whole, as codes of core.refusals, which says where
-- each points and what it tells. No fault hides another. A plain list of cases, because most documents have none of them.
-- offset 0 keeps a sub-select whole: what it works out is worked out, and made ready, once, not once a mention.
-- Sources: CGST rules 46 (particulars, numbers) and 10A (GSTIN), requirements 10.6 and 10.7 (dates).
create or replace function billing.check_documents(
  p_inputs billing.document_input[], p_docs billing.resolved_document[], p_lines billing.voucher_line[])
returns billing.refusal[]
language sql stable
set search_path = ''
as $$
  select coalesce(array_agg(row(d.ord, '', fault.codes, billing.document_facts(d, i, taxable.total))::billing.refusal), '{}')
  from unnest(p_docs) as d
  join unnest(p_inputs) as i on i.ord = d.ord
  left join (select l.voucher_id, sum(l.taxable_amount) as amount, sum(l.total_amount) as total from unnest(p_lines) as l group by l.voucher_id) as taxable
    on taxable.voucher_id = d.voucher_id
  cross join lateral (
    select core.today() as today, core.financial_year(d.voucher_date) as year,
           core.financial_year((core.today() - interval '1 year')::date) as earliest_year
    offset 0
  ) as calendar
  left join gst.states as home on home.code = d.party_state and d.voucher_date <= coalesce(home.valid_to, 'infinity')
  left join gst.states as pos on pos.code = d.place_of_supply and d.voucher_date <= coalesce(pos.valid_to, 'infinity')
  cross join lateral (select array_remove(array[
    case when d.company_gstin is null and i.company_gstin is null then 'company_not_set_up' end,
    case when d.company_gstin is null and i.company_gstin is not null then 'company_gstin_unknown' end,
    case when d.match_key is null and d.original_id is null and (d.flow <> 'money' or i.party_id is not null) then 'party_unknown' end,
    d.party_gstin_fault,
    case when d.party_gstin = d.company_gstin and d.tax <> 'none' then 'recipient_is_supplier' end,
    case when d.party_gstin is null and d.registration_type not in ('unregistered', 'overseas') then 'registration_needs_gstin' end,
    case when d.party_gstin is not null and d.registration_type in ('unregistered', 'overseas') then 'gstin_of_unregistered' end,
    case when d.party_state is not null and home.code is null then 'state_unknown' end,
    case when not gst.gstin_is_of_state(d.party_gstin, d.party_gstin_kind, d.party_state) then 'gstin_of_another_state' end,
    case when i.place_of_supply is not null and pos.code is null then 'place_of_supply_unknown' end,
    case when not pos.is_domestic and d.place = 'domestic' then 'place_of_supply_abroad' end,
    case when pos.is_domestic and d.place = 'abroad' then 'export_place_of_supply' end,
    case when d.party_registration = 'unregistered' and d.party_gstin is not null then 'party_is_registered' end,
    case when d.series_id is null and i.series_id is not null then 'numbering_series_unknown' end,
    case when d.series_id is null and i.series_id is null then 'numbering_series_missing' end,
    case when d.series_type <> d.voucher_type then 'numbering_series_of_another_type' end,
    case when d.series_gstin <> d.company_gstin then 'numbering_series_of_another_gstin' end,
    case when d.voucher_date > calendar.today then 'invoice_date_in_future' end,
    case when calendar.year < calendar.earliest_year then 'invoice_date_before_previous_year' end,
    case when d.composition and d.flow = 'outward' and d.tax = 'charged' and taxable.amount > 0 and d.original_id is null then 'composition_dealer_charges_no_tax' end,
    case when i.with_lut and d.supply_category not in ('SEZWOP', 'EXPWOP') then 'lut_is_for_sez' end,
    case when d.supply_category in ('SEZWOP', 'EXPWOP') and d.original_id is null and d.flow = 'outward' and d.particulars #>> '{export,lutArn}' is null
           and not billing.lut_on_record(d.company_gstin, calendar.year) then 'lut_not_on_record' end,
    case when d.flow <> 'money' and d.original_id is null and taxable.voucher_id is null then 'lines_missing' end,
    case when d.currency <> 'INR' and not gst.is_code('currency', d.currency, d.voucher_date) then 'currency_unknown' end,
    case when d.particulars #>> '{export,countryCode}' is not null and not gst.is_code('country', d.particulars #>> '{export,countryCode}', d.voucher_date) then 'country_unknown' end,
    case when d.particulars #>> '{export,portCode}' is not null and not gst.is_code('port', d.particulars #>> '{export,portCode}', d.voucher_date) then 'port_unknown' end,
    case when d.currency <> 'INR' and d.exchange_rate is null then 'exchange_rate_missing' end,
    case when d.currency = 'INR' and d.exchange_rate is not null then 'exchange_rate_for_rupees' end,
    case when d.voucher_date <= d.locked_until and not d.overrides_lock then 'period_locked' end,
    case when (d.particulars ->> 'validUntil')::date < d.voucher_date then 'validity_ends_before_date' end,
    case when d.voucher_type = 'retail_invoice' and d.party_gstin is null and d.b2c_above_limit = 'require_gstin'
           and taxable.total > gst.limit_of('retail_invoice_value', d.voucher_date) then 'recipient_gstin_required' end,
    case when d.flow = 'outward' and d.supply_category = 'B2C' and d.place <> 'abroad' and d.original_id is null
           and taxable.amount >= gst.limit_of('b2c_recipient_details_from', d.voucher_date)
           and (nullif(trim(d.party ->> 'address'), '') is null or d.party_state is null) then 'recipient_details_required' end
  ], null) as codes offset 0) as fault
  where fault.codes <> '{}'
$$;
comment on function billing.check_documents(billing.document_input[], billing.resolved_document[], billing.voucher_line[]) is 'Faults of the documents of a batch, one row a document that has any';
