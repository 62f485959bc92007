-- Why: zero-rated supply without payment of tax needs a letter of undertaking for the year (rule 96A).
create or replace function billing.lut_on_record(p_company_gstin text, p_financial_year text) returns boolean
language sql stable
set search_path = ''
as $$
  select exists (
    select 1
    from core.letters_of_undertaking as lut
    join core.company_gstins as supplier on supplier.tenant_id = lut.tenant_id and supplier.id = lut.company_gstin_id
    where lut.tenant_id = (select core.current_tenant()) and supplier.gstin = p_company_gstin and lut.financial_year = p_financial_year)
$$;
comment on function billing.lut_on_record(text, text) is 'Whether a GSTIN has a letter of undertaking for a financial year';
