-- Why: what a refusal of a document may tell; core.refusals says which of it each tells. A call of its own, since most
-- documents have no fault. Called by: billing.check_documents.
create or replace function billing.document_facts(p_doc billing.resolved_document, p_input billing.document_input, p_total numeric) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object(
    'gstin', (p_doc).party_gstin, 'companyGstin', (p_input).company_gstin, 'partyId', (p_input).party_id, 'seriesId', (p_input).series_id,
    'registrationType', (p_doc).registration_type, 'stateCode', (p_doc).party_state, 'placeOfSupply', (p_input).place_of_supply,
    'voucherType', (p_doc).voucher_type, 'seriesType', (p_doc).series_type, 'seriesGstin', (p_doc).series_gstin, 'date', (p_doc).voucher_date,
    'today', core.today(), 'earliestYear', core.financial_year((core.today() - interval '1 year')::date),
    'financialYear', core.financial_year((p_doc).voucher_date),
    'from', trim_scale(gst.limit_of('b2c_recipient_details_from', (p_doc).voucher_date)),
    'limit', trim_scale(gst.limit_of('retail_invoice_value', (p_doc).voucher_date)), 'value', p_total,
    'lockedUntil', (p_doc).locked_until, 'currency', (p_doc).currency,
    'rateIn', case when (p_doc).particulars ? 'export' then '/export' else '' end,
    'countryCode', (p_doc).particulars #>> '{export,countryCode}', 'portCode', (p_doc).particulars #>> '{export,portCode}')
$$;
comment on function billing.document_facts(billing.resolved_document, billing.document_input, numeric) is 'All facts a refusal of a document may tell';
