-- Why: moves and the levels they add up to change together. Called by: billing.post_vouchers, inventory.reverse_moves and
-- put_opening_stock, with moves that are costed and whose levels are locked (inventory.lock_levels), in order of posting.
create or replace function inventory.write_moves(p_moves inventory.stock_move[]) returns void
language sql
set search_path = ''
as $$
  with stored as (
    insert into inventory.stock_moves select m.* from unnest(p_moves) as m
  ), change as (
    select m.tenant_id, m.item_id, m.godown_id,
           coalesce(sum(m.quantity) filter (where not m.on_challan), 0) as quantity, coalesce(sum(m.value) filter (where not m.on_challan), 0) as value,
           coalesce(sum(m.quantity) filter (where m.on_challan), 0) as on_challan_quantity, coalesce(sum(m.value) filter (where m.on_challan), 0) as on_challan_value,
           coalesce(sum(m.quantity) filter (where not m.on_challan and (m.quantity > 0) = (m.reverses_id is null)), 0) as inward,
           coalesce(-sum(m.quantity) filter (where not m.on_challan and (m.quantity < 0) = (m.reverses_id is null)), 0) as outward,
           (array_agg(m.value / m.quantity order by m.at desc) filter (where not m.on_challan and m.reverses_id is null))[1] as last_cost
    from unnest(p_moves) with ordinality as m(tenant_id, id, voucher_id, line_no, item_id, godown_id, on_challan, move_date, kind, quantity, value,
                                              original_id, original_line_no, reverses_id, created_at, at)
    group by m.tenant_id, m.item_id, m.godown_id
  )
  update inventory.stock_levels as l
  set quantity = l.quantity + c.quantity, value = l.value + c.value,
      unit_cost = inventory.unit_cost(l.quantity + c.quantity, l.value + c.value, coalesce(c.last_cost, l.unit_cost)),
      on_challan_quantity = l.on_challan_quantity + c.on_challan_quantity, on_challan_value = l.on_challan_value + c.on_challan_value,
      inward_quantity = l.inward_quantity + c.inward, outward_quantity = l.outward_quantity + c.outward, updated_at = core.now()
  from change as c
  where l.tenant_id = c.tenant_id and l.item_id = c.item_id and l.godown_id = c.godown_id
$$;
comment on function inventory.write_moves(inventory.stock_move[]) is 'Stores costed moves and adds them to the levels';
