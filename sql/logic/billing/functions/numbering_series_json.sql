-- Why: a series as JSON, with the number it would give next today. Null where the tenant has none of that id.
create or replace function billing.numbering_series_json(p_id uuid) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object(
    'id', s.id, 'voucherType', s.voucher_type, 'name', s.name, 'prefix', s.prefix, 'format', s.format,
    'startNumber', s.start_number, 'padding', s.padding, 'resetFrequency', s.reset_frequency, 'separator', s.separator,
    'branch', s.branch, 'company', s.company, 'companyGstin', s.company_gstin, 'isDefault', s.is_default,
    'nextNumber', billing.series_number(s, coalesce(c.next_number, s.start_number), core.today()),
    'createdAt', s.created_at, 'updatedAt', s.updated_at)
  from billing.numbering_series as s
  left join billing.numbering_counters as c
    on c.tenant_id = s.tenant_id and c.series_id = s.id and c.period = billing.numbering_period(s.reset_frequency, core.today())
  where s.tenant_id = (select core.current_tenant()) and s.id = p_id
$$;
comment on function billing.numbering_series_json(uuid) is 'A numbering series as JSON, with the next number as of today';
