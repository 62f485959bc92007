-- Why: a bill holds 250 entries; goods that are more even by HSN, unit and rates are told before anything is sent.
-- Called by: ewaybill.check_document. Refuses: e_way_too_many_goods.
create or replace function ewaybill.check_goods(p_voucher billing.vouchers) returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_kinds integer := (select count(*) from ewaybill.goods(p_voucher));
begin
  if v_kinds > 250 then
    perform core.refuse('e_way_too_many_goods', '/voucherId', jsonb_build_object('kinds', v_kinds));
  end if;
end $$;
comment on function ewaybill.check_goods(billing.vouchers) is 'Refuses goods that no one bill can hold';
