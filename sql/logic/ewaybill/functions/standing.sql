-- Why: where the e-way bill of a voucher stands, for the voucher's own JSON; the latest, where there were several.
-- Called by: billing.render_vouchers. Null where it has none.
create or replace function ewaybill.standing(p_tenant_id uuid, p_voucher_id uuid) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object('status', ewaybill.public_status(b.status, b.valid_until, b.generated_at), 'ewbNumber', b.ewb_number, 'validUntil', b.valid_until)
  from ewaybill.e_way_bills as b
  where b.tenant_id = p_tenant_id and b.voucher_id = p_voucher_id
  order by b.id desc
  limit 1
$$;
comment on function ewaybill.standing(uuid, uuid) is 'Status, number and validity of a voucher''s e-way bill, as JSON; null: none';
