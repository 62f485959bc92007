-- Why: what the goods of a batch cost, in order of posting: what stands on an earlier document at what it moved at there, in
-- parts that add up to it, where it moved any; everything else by inventory.value_of_move. Called by: inventory.take_stock, under the lock of the levels.
create or replace function inventory.cost_moves(p_moves inventory.stock_move[]) returns inventory.stock_move[]
language sql
set search_path = ''
as $$
  with move as (
    select m.*, m.kind in ('challan_out', 'challan_return', 'transfer_in') and m.quantity > 0 as carries
    from unnest(p_moves) with ordinality as m(tenant_id, id, voucher_id, line_no, item_id, godown_id, on_challan, move_date, kind, quantity, value,
                                              original_id, original_line_no, reverses_id, created_at, at)
  ), stood as (
    select m.at, sign(m.quantity) * (round(m.whole_value * m.so_far / m.whole, 2) - round(m.whole_value * (m.so_far - abs(m.quantity)) / m.whole, 2)) as value
    from (
      select m.at, m.quantity, abs(rest.quantity) as whole, abs(rest.value) as whole_value,
             sum(abs(m.quantity)) over (partition by m.original_id, m.original_line_no order by m.at) as so_far
      from move as m
      cross join lateral inventory.left_of_moves(m.original_id, m.original_line_no, m.on_challan) as rest
      where m.original_id is not null and m.value is null and not m.carries and sign(rest.quantity) = -sign(m.quantity)
    ) as m
  ), level as (
    select l.item_id, jsonb_object_agg(l.godown_id, jsonb_build_object('quantity', l.quantity, 'value', l.value, 'unitCost', l.unit_cost)) as levels
    from inventory.stock_levels as l
    where l.tenant_id = (select core.current_tenant()) and l.item_id in (select m.item_id from move as m)
    group by l.item_id
  ), costed as (
    select m.*, (inventory.cost_in_order(level.levels, case when not m.on_challan then m.godown_id end, m.quantity, coalesce(m.value, stood.value), m.carries)
                 over (partition by m.item_id order by m.at rows unbounded preceding) ->> 'moved')::numeric as cost
    from move as m
    left join stood on stood.at = m.at
    left join level on level.item_id = m.item_id
  )
  select coalesce(array_agg(row(c.tenant_id, c.id, c.voucher_id, c.line_no, c.item_id, c.godown_id, c.on_challan, c.move_date, c.kind, c.quantity, c.cost,
           c.original_id, c.original_line_no, c.reverses_id, c.created_at)::inventory.stock_move order by c.at), '{}')
  from costed as c
$$;
comment on function inventory.cost_moves(inventory.stock_move[]) is 'Moves with their values, in order of posting';
