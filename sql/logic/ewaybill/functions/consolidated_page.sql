-- Why: consolidated bills, newest first, a page at a time. Called by: GET /api/ewaybill/consolidated.
create or replace function ewaybill.consolidated_page(p_limit integer, p_after uuid default null)
returns table (id uuid, document json)
language sql stable
set search_path = ''
as $$
  select c.id, ewaybill.consolidated_bill_json(c.id)
  from ewaybill.consolidated_bills as c
  where c.tenant_id = (select core.current_tenant()) and (p_after is null or c.id < p_after)
  order by c.id desc
  limit p_limit
$$;
comment on function ewaybill.consolidated_page(integer, uuid) is 'Consolidated e-way bills, newest first, after a given row';
