-- Why: an export names its port and country in words, says that its IGST is refundable, and its total in words in its own
-- currency, counted in millions as its reader does. Null elsewhere. Called by: billing.print_document.
create or replace function billing.print_export(p_document jsonb) returns jsonb
language sql stable
set search_path = ''
as $$
  select p_document -> 'export' || jsonb_build_object(
    'countryName', country.name, 'portName', port.name,
    'lutArn', coalesce(p_document #>> '{export,lutArn}', case when p_document ->> 'supplyCategory' = 'EXPWOP' then lut.arn end),
    'refundable', case when p_document ->> 'supplyCategory' = 'EXPWP' then words.wording end,
    'amountInWords', case when p_document ? 'currencyAmount'
      then billing.currency_in_words((p_document -> 'currencyAmount')::numeric, p_document ->> 'currency') end)
  from (select 1) as one
  left join gst.countries as country on country.code = coalesce(p_document #>> '{export,countryCode}', p_document #>> '{party,country}')
  left join gst.ports as port on port.code = p_document #>> '{export,portCode}'
  left join gst.endorsements as words on words.supply_category = 'refundable'
  left join core.company_gstins as own on own.tenant_id = (select core.current_tenant()) and own.gstin = p_document ->> 'companyGstin'
  left join core.letters_of_undertaking as lut
    on lut.tenant_id = own.tenant_id and lut.company_gstin_id = own.id and lut.financial_year = p_document ->> 'financialYear'
  where p_document ? 'export'
$$;
comment on function billing.print_export(jsonb) is 'What the print of an export says of it; null elsewhere';
