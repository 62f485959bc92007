-- Why: a payment that is short or over is taken as a person decides: as part of what is owed, its rest written off where that is
-- little, and what is over as an advance. What is left stays outstanding, and the next row is compared with that.
-- Called by: payout.resolve_exception. Locks: the attempt. p_amount null: all that the row paid.
-- Refuses: settlement_exception_not_allocable, allocation_exceeds_row, write_off_exceeds_limit, utr_stands_for_another.
create or replace function payout.allocate_row(p_row payout.settlement_rows, p_exception payout.settlement_exceptions, p_amount numeric, p_writes_off boolean) returns numeric
language plpgsql
set search_path = ''
as $$
declare
  v_item payout.payout_items;
  v_amount numeric := case when p_exception.status = 'RESOLVED' then 0 else coalesce(p_amount, p_row.amount) end;
  v_limit numeric := (select s.write_off_limit from payout.settings as s where s.tenant_id = p_row.tenant_id);
  v_paid numeric;
  v_rest numeric;
begin
  select t.* into v_item from payout.payout_items as t where t.tenant_id = p_row.tenant_id and t.id = p_exception.item_id for update;
  v_rest := v_item.amount - v_item.settled_amount;
  v_paid := least(v_amount, v_rest);
  v_rest := case when p_writes_off then v_rest - v_paid end;
  if p_row.status <> 'SUCCESS' or p_row.utr is null or v_item.status not in ('EXPORTED', 'PENDING') or v_rest = 0 then
    perform core.refuse('settlement_exception_not_allocable', null, jsonb_build_object('classification', p_exception.classification, 'status', v_item.status));
  elsif v_amount > p_row.amount or coalesce(p_amount, 1) <= 0 then
    perform core.refuse('allocation_exceeds_row', '/amount', jsonb_build_object('amount', v_amount, 'rowAmount', p_row.amount));
  elsif v_rest > v_limit then
    perform core.refuse('write_off_exceeds_limit', null, jsonb_build_object('amount', v_rest, 'limit', v_limit));
  end if;
  perform payout.pay_from_row(p_row, v_item, v_amount, v_paid, coalesce(v_rest, 0));
  return case when p_writes_off then v_rest else v_amount end;
end $$;
comment on function payout.allocate_row(payout.settlement_rows, payout.settlement_exceptions, numeric, boolean) is 'Takes a payment of another amount as part of what is owed; the rest written off, the excess an advance';
