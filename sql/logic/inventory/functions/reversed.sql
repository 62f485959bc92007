-- Why: the moves that take moves back. Called by: inventory.reverse_moves, put_opening_stock.
create or replace function inventory.reversed(p_moves inventory.stock_move[]) returns inventory.stock_move[]
language sql
set search_path = ''
as $$
  select coalesce(array_agg(row(
           m.tenant_id, core.uuid_v7(), m.voucher_id, m.line_no, m.item_id, m.godown_id, m.on_challan, m.move_date, m.kind,
           -m.quantity, -m.value, m.original_id, m.original_line_no, m.id, core.now())::inventory.stock_move), '{}')
  from unnest(p_moves) as m
$$;
comment on function inventory.reversed(inventory.stock_move[]) is 'Moves with the other sign, each naming the one it takes back';
