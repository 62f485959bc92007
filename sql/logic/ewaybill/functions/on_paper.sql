-- Why: the e-way bill that a voucher's own print names: the one that stands, never a cancelled or rejected one.
-- Called by: billing.print_document. Null where there is none.
create or replace function ewaybill.on_paper(p_voucher_id uuid) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object('ewbNumber', b.ewb_number, 'ewbDate', (b.generated_at at time zone 'Asia/Kolkata')::date)
  from ewaybill.e_way_bills as b
  where b.tenant_id = (select core.current_tenant()) and b.voucher_id = p_voucher_id and b.status in ('part_a', 'active', 'expired', 'cancelling') and b.ewb_number is not null
  order by b.id desc
  limit 1
$$;
comment on function ewaybill.on_paper(uuid) is 'Number and date of the e-way bill of a voucher as its print names them';
