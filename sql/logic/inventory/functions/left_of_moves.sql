-- Why: what is left of the goods that a line of an earlier voucher moved, after everything that took some of it: on
-- challan (p_on_challan), or sold and not returned. Moves taken back count on both sides and so not at all.
-- Called by: inventory.draw_moves, cost_moves, check_taken_back. Signed as they moved; null where nothing moved.
create or replace function inventory.left_of_moves(p_voucher_id uuid, p_line_no integer, p_on_challan boolean)
returns table (quantity numeric, value numeric, godown_id uuid)
language sql stable
set search_path = ''
as $$
  select sum(m.quantity), sum(m.value), (array_agg(m.godown_id order by m.id))[1]
  from inventory.stock_moves as m
  where m.tenant_id = (select core.current_tenant())
    and (m.voucher_id = p_voucher_id and m.line_no = p_line_no or m.original_id = p_voucher_id and m.original_line_no = p_line_no)
    and (m.on_challan or not p_on_challan)
$$;
comment on function inventory.left_of_moves(uuid, integer, boolean) is 'What is left of the goods a line moved, and their cost';
