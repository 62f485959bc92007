-- Why: received bills, newest first, a page at a time. Called by: GET /api/ewaybill/received.
create or replace function ewaybill.received_page(p_limit integer, p_status text default null, p_after uuid default null)
returns table (id uuid, document json)
language sql stable
set search_path = ''
as $$
  select r.id, ewaybill.received_bill_json(r.id)
  from ewaybill.received_bills as r
  where r.tenant_id = (select core.current_tenant()) and (p_status is null or r.status = p_status) and (p_after is null or r.id < p_after)
  order by r.id desc
  limit p_limit
$$;
comment on function ewaybill.received_page(integer, text, uuid) is 'Received e-way bills, newest first, after a given row';
