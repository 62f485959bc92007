-- Why: goods are on the road, or about to be, under an e-way bill of this voucher; it is cancelled at the portal before the
-- voucher is. Called by: billing.cancel_voucher. Locks: its e-way bills. Refuses: e_way_bill_alive.
create or replace function ewaybill.refuse_alive(p_voucher_id uuid) returns void
language plpgsql
set search_path = ''
as $$
declare
  v_bill ewaybill.e_way_bills;
begin
  select * into v_bill
  from ewaybill.e_way_bills as b
  where b.tenant_id = core.current_tenant() and b.voucher_id = p_voucher_id
    and b.status in ('pending', 'sending', 'unknown', 'part_a', 'active', 'cancelling')
  order by b.id
  limit 1
  for share;
  if found then
    perform core.refuse('e_way_bill_alive', null, jsonb_build_object('status', v_bill.status, 'ewbNumber', v_bill.ewb_number));
  end if;
end $$;
comment on function ewaybill.refuse_alive(uuid) is 'Refuses while an e-way bill of the voucher is alive';
