-- Why: somebody asks for an e-way bill: it becomes a pending row, which is the job. Transport comes from the voucher where the
-- caller does not say otherwise, and the road it takes follows from the voucher (ewaybill.take_road).
-- Called by: POST /api/ewaybill/generate. Null where there is no such voucher. Refuses: voucher_is_cancelled,
-- e_way_bill_not_applicable, e_way_bill_exists, and what ewaybill.check_transport, check_document and take_road refuse.
create or replace function ewaybill.request_generation(p_voucher_id uuid, p_transport jsonb) returns uuid
language plpgsql
set search_path = ''
as $$
declare
  v_voucher billing.vouchers;
  v_alive ewaybill.e_way_bills;
  v_transport jsonb;
  v_id uuid;
begin
  select * into v_voucher from billing.vouchers where tenant_id = core.current_tenant() and id = p_voucher_id for share;
  if not found then
    return null;
  elsif v_voucher.status = 'cancelled' then
    perform core.refuse('voucher_is_cancelled', '/voucherId', jsonb_build_object('number', v_voucher.number));
  elsif v_voucher.e_way_bill_applicability = 'not_applicable' then
    perform core.refuse('e_way_bill_not_applicable', '/voucherId', jsonb_build_object('reason', v_voucher.e_way_bill_reason));
  end if;
  v_transport := coalesce(v_voucher.particulars -> 'transport', '{}') || coalesce(p_transport, '{}');
  perform ewaybill.check_transport(v_transport, false, '/transport');
  perform ewaybill.check_document(v_voucher, v_transport);
  insert into ewaybill.e_way_bills (tenant_id, voucher_id, gstin, status, transport, road, next_attempt_at, created_at, updated_at)
  values (v_voucher.tenant_id, p_voucher_id, v_voucher.company_gstin, 'pending', v_transport, ewaybill.take_road(v_voucher), core.now(), core.now(), core.now())
  on conflict (tenant_id, voucher_id) where status in ('pending', 'sending', 'unknown', 'part_a', 'active', 'cancelling') do nothing
  returning id into v_id;
  if v_id is null then
    select * into v_alive from ewaybill.e_way_bills as b
    where b.tenant_id = v_voucher.tenant_id and b.voucher_id = p_voucher_id and b.status in ('pending', 'sending', 'unknown', 'part_a', 'active', 'cancelling');
    perform core.refuse('e_way_bill_exists', '/voucherId', jsonb_build_object('status', v_alive.status, 'ewbNumber', v_alive.ewb_number));
  end if;
  return v_id;
end $$;
comment on function ewaybill.request_generation(uuid, jsonb) is 'Asks for the e-way bill of a voucher and answers its id';
