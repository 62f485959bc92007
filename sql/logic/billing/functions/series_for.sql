-- Why: the series that numbers a document: the one it names, else the default of its type, the registration's own before
-- one that serves all. The type of a named series is checked by billing.check_documents, so it may differ here.
create or replace function billing.series_for(p_voucher_type text, p_series_id uuid, p_company_gstin text)
returns setof billing.numbering_series
language sql stable
begin atomic
  select series.*
  from billing.numbering_series as series
  where series.tenant_id = (select core.current_tenant())
    and (series.id = p_series_id
         or p_series_id is null and series.voucher_type = p_voucher_type and series.is_default
            and (series.company_gstin is null or series.company_gstin = p_company_gstin))
  order by series.company_gstin nulls last
  limit 1;
end;
comment on function billing.series_for(text, uuid, text) is 'The numbering series of a document: named, else the default of its type';
