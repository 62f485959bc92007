-- Why: goods that came in can only be taken back while they are there: on the day of the move, on each later one, and now.
-- Called by: inventory.reverse_moves and put_opening_stock, once the moves are written, under the lock of their levels.
-- Raises the first: stock_insufficient; goods of a challan that were sold or came back since, whatever the company allows.
create or replace function inventory.check_taken_back(p_moves inventory.stock_move[]) returns void
language plpgsql
set search_path = ''
as $$
declare
  v_may_go_below boolean := coalesce((select c.allow_negative_stock from core.companies as c where c.tenant_id = core.current_tenant()), false);
  v_short record;
begin
  select item.name as item, godown.name as godown, greatest(short.least + short.wanted, 0) as available, short.wanted into v_short
  from (
    select m.item_id, m.godown_id, (select min(d.quantity) from inventory.days_of_stock(m.item_id, m.godown_id, min(m.move_date)) as d) as least,
           -sum(m.quantity) filter (where m.quantity < 0) as wanted
    from unnest(p_moves) as m
    where not m.on_challan and not v_may_go_below
    group by m.item_id, m.godown_id
    union all
    select m.item_id, m.godown_id, rest.quantity, -m.quantity
    from unnest(p_moves) as m
    cross join lateral inventory.left_of_moves(m.voucher_id, m.line_no, true) as rest
    where m.on_challan and m.original_id is null
  ) as short
  join billing.items as item on item.tenant_id = (select core.current_tenant()) and item.id = short.item_id
  join inventory.godowns as godown on godown.tenant_id = item.tenant_id and godown.id = short.godown_id
  where short.wanted > 0 and short.least < 0
  order by item.name, godown.name
  limit 1;
  if found then
    perform core.refuse('stock_insufficient', null, jsonb_build_object('item', v_short.item, 'godown', v_short.godown,
      'available', trim_scale(v_short.available), 'wanted', trim_scale(v_short.wanted)));
  end if;
end $$;
comment on function inventory.check_taken_back(inventory.stock_move[]) is 'Refuses to have taken back goods that are no longer there';
