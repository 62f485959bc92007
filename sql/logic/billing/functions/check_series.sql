-- Why: what must hold before a series is stored, raised at the first fault. Called by: billing.put_numbering_series.
create or replace function billing.check_series(p_old billing.numbering_series, p_new billing.numbering_series) returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_fault record;
  v_other text;
begin
  if not exists (select 1 from billing.voucher_kinds where voucher_type = (p_new).voucher_type) then
    perform core.refuse('voucher_type_unknown', '/voucherType', jsonb_build_object('voucherType', (p_new).voucher_type));
  elsif (p_new).company_gstin is not null and not exists (
      select 1 from core.company_gstins where tenant_id = (p_new).tenant_id and gstin = (p_new).company_gstin) then
    perform core.refuse('company_gstin_unknown', '/companyGstin', jsonb_build_object('companyGstin', (p_new).company_gstin));
  end if;
  select * into v_fault from billing.series_faults(p_new) order by pointer, code limit 1;
  if found then
    perform core.refuse(v_fault.code, v_fault.pointer, v_fault.facts);
  end if;
  if (p_old).id is not null
     and row((p_old).voucher_type, billing.series_shape(p_old), (p_old).company_gstin, (p_old).start_number, (p_old).padding, (p_old).reset_frequency)
         is distinct from
         row((p_new).voucher_type, billing.series_shape(p_new), (p_new).company_gstin, (p_new).start_number, (p_new).padding, (p_new).reset_frequency)
     and exists (select 1 from billing.numbering_history where tenant_id = (p_old).tenant_id and series_id = (p_old).id) then
    perform core.refuse('numbering_series_in_use', '/format', jsonb_build_object('name', (p_old).name));
  end if;
  select s.name into v_other from billing.numbering_series as s
  where s.tenant_id = (p_new).tenant_id and s.id is distinct from (p_new).id and billing.series_shape(s) = billing.series_shape(p_new)
  limit 1;
  if found then
    perform core.refuse('numbering_series_collides', '/format', jsonb_build_object('name', v_other));
  end if;
  if exists (select 1 from billing.numbering_series as s where s.tenant_id = (p_new).tenant_id and s.voucher_type = (p_new).voucher_type
             and s.name = (p_new).name and s.id is distinct from (p_new).id) then
    perform core.refuse('numbering_series_exists', '/name', jsonb_build_object('name', (p_new).name));
  end if;
end $$;
comment on function billing.check_series(billing.numbering_series, billing.numbering_series) is 'Raises the first fault of a series to be stored over an old one (or over nothing)';
