-- Why: e-way bills, newest first, a page at a time, by status or voucher. Called by: GET /api/ewaybill.
create or replace function ewaybill.bills_page(p_limit integer, p_status text default null, p_voucher_id uuid default null, p_after uuid default null)
returns table (id uuid, document json)
language sql stable
set search_path = ''
as $$
  select b.id, ewaybill.e_way_bill_json(b.id)
  from ewaybill.e_way_bills as b
  where b.tenant_id = (select core.current_tenant()) and (p_voucher_id is null or b.voucher_id = p_voucher_id)
    and (p_status is null or ewaybill.public_status(b.status, b.valid_until, b.generated_at) = p_status) and (p_after is null or b.id < p_after)
  order by b.id desc
  limit p_limit
$$;
comment on function ewaybill.bills_page(integer, text, uuid, uuid) is 'E-way bills, newest first, after a given row';
