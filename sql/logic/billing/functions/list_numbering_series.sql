-- Why: all series of the tenant, by type and name; a tenant has a few dozen at most, so the list has no pages.
create or replace function billing.list_numbering_series() returns json
language sql stable
set search_path = ''
as $$
  select coalesce(json_agg(billing.numbering_series_json(s.id) order by s.voucher_type, s.name), '[]')
  from billing.numbering_series as s
  where s.tenant_id = (select core.current_tenant())
$$;
comment on function billing.list_numbering_series() is 'All numbering series of the tenant as a JSON array';
