-- Why: where stock is kept perpetually a voucher says what the goods it moved cost, and the rules of its kind book it. What a
-- challan moves stays ours: its moves come to nothing. Called by: billing.post_vouchers, preview_vouchers, before entries are drawn.
create or replace function inventory.with_stock_cost(
  p_docs billing.resolved_document[], p_vouchers billing.voucher[], p_moves inventory.stock_move[]) returns billing.voucher[]
language plpgsql
set search_path = ''
as $$
declare
  v_vouchers billing.voucher[] := p_vouchers;
  v_costs jsonb;
begin
  select jsonb_object_agg(d.voucher_id, cost.amount) into v_costs
  from unnest(p_docs) as d
  join (select m.voucher_id, sum(m.value) as amount from unnest(p_moves) as m group by m.voucher_id) as moved on moved.voucher_id = d.voucher_id
  cross join lateral (select case d.stock when 'out' then -moved.amount else moved.amount end as amount) as cost
  where d.perpetual_inventory and cost.amount <> 0;
  if v_costs is null then
    return p_vouchers;
  end if;
  for v_at in 1 .. cardinality(v_vouchers) loop
    v_vouchers[v_at].stock_cost := (v_costs ->> v_vouchers[v_at].id::text)::numeric;
  end loop;
  return v_vouchers;
end $$;
comment on function inventory.with_stock_cost(billing.resolved_document[], billing.voucher[], inventory.stock_move[]) is 'The vouchers with the cost of the goods they moved, where the company books it';
