-- Why: goods that came in can only be taken back while they are there. Called by: inventory.reverse_moves and
-- put_opening_stock, under the lock of the levels. Raises the first: stock_insufficient.
create or replace function inventory.check_reversal(p_moves inventory.stock_move[]) returns void
language plpgsql
set search_path = ''
as $$
declare
  v_may_go_below boolean := coalesce((select allow_negative_stock from core.companies where tenant_id = core.current_tenant()), false);
  v_short record;
begin
  select item.name as item, godown.name as godown, short.available, short.wanted into v_short
  from (
    select taken.item_id, taken.godown_id, greatest(low.quantity, 0) as available, -taken.quantity as wanted
    from (
      select m.item_id, m.godown_id, min(m.move_date) as since, sum(m.quantity) as quantity
      from unnest(p_moves) as m where not m.on_challan group by m.item_id, m.godown_id
    ) as taken
    cross join lateral (select min(d.quantity) as quantity from inventory.days_of_stock(taken.item_id, taken.godown_id, taken.since) as d) as low
    where taken.quantity < 0 and low.quantity + taken.quantity < 0 and not v_may_go_below
    union all
    select m.item_id, m.godown_id, rest.quantity, -m.quantity
    from unnest(p_moves) as m
    cross join lateral inventory.left_of_moves(m.voucher_id, m.line_no, true) as rest
    where m.on_challan and m.quantity < 0 and m.original_id is null and rest.quantity + m.quantity < 0
  ) as short
  join billing.items as item on item.tenant_id = (select core.current_tenant()) and item.id = short.item_id
  join inventory.godowns as godown on godown.tenant_id = item.tenant_id and godown.id = short.godown_id
  order by item.name, godown.name
  limit 1;
  if found then
    perform core.refuse('stock_insufficient', null, jsonb_build_object('item', v_short.item, 'godown', v_short.godown,
      'available', trim_scale(v_short.available), 'wanted', trim_scale(v_short.wanted)));
  end if;
end $$;
comment on function inventory.check_reversal(inventory.stock_move[]) is 'Refuses to take back goods that are no longer there';
