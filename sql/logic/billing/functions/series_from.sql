-- Why: a series as sent, over one that exists (or over nothing): what is left out stays as it was, or takes its default.
create or replace function billing.series_from(p_series jsonb, p_existing billing.numbering_series) returns billing.numbering_series
language plpgsql stable
set search_path = ''
as $$
declare
  v_series billing.numbering_series := p_existing;
begin
  v_series.tenant_id := core.current_tenant();
  v_series.voucher_type := coalesce(p_series ->> 'voucherType', v_series.voucher_type);
  v_series.name := coalesce(trim(p_series ->> 'name'), v_series.name);
  v_series.prefix := upper(coalesce(p_series ->> 'prefix', v_series.prefix, ''));
  v_series.format := coalesce(p_series ->> 'format', v_series.format);
  v_series.separator := coalesce(p_series ->> 'separator', v_series.separator, '/');
  v_series.branch := upper(coalesce(p_series ->> 'branch', v_series.branch, ''));
  v_series.company := upper(coalesce(p_series ->> 'company', v_series.company, ''));
  v_series.company_gstin := coalesce(p_series ->> 'companyGstin', v_series.company_gstin);
  v_series.start_number := coalesce((p_series ->> 'startNumber')::bigint, v_series.start_number, 1);
  v_series.padding := coalesce((p_series ->> 'padding')::int, v_series.padding, 5);
  v_series.reset_frequency := coalesce(p_series ->> 'resetFrequency', v_series.reset_frequency, 'yearly');
  v_series.is_default := coalesce((p_series ->> 'isDefault')::boolean, v_series.is_default, false);
  return v_series;
end $$;
comment on function billing.series_from(jsonb, billing.numbering_series) is 'A numbering series as sent, over an existing one or the defaults';
