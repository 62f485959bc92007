-- Why: weighted average cost, move by move. p_cost is what the goods themselves cost, where that is known: bought for, or
-- gone out at; else the average decides. Every value is to the paisa and the last unit takes the last of the value.
--   a receipt    comes in at its cost. Where more was issued than was there, it settles that first, at its own cost: what it
--                is worth beyond is the difference, which stays in Purchases (or in the cost of goods sold, of a return)
--   an issue     takes its share of the value; what goes beyond the stock, where the company allows it, the last known cost
--   sent back    at what it was bought for, never more than there is; the difference stays in Purchases
-- Called by: inventory.cost_move. Source: AS 2 / Ind AS 2 para. 25 (weighted average, as each receipt comes in).
create or replace function inventory.value_of_move(p_quantity numeric, p_value numeric, p_unit_cost numeric, p_moved numeric, p_cost numeric)
returns numeric
language sql immutable
return case
  when p_moved > 0 and p_quantity < 0 and p_cost is not null then round((p_quantity + p_moved) * p_cost / p_moved, 2) - p_value
  when p_moved > 0 and p_quantity = 0 and p_cost is not null then p_cost - p_value
  when p_moved > 0 then coalesce(p_cost, round(p_moved * p_unit_cost, 2))
  when p_quantity + p_moved = 0 then -p_value
  when p_quantity + p_moved > 0 then -case when p_cost is null then round(p_value * -p_moved / p_quantity, 2) else least(-p_cost, p_value) end
  when p_quantity > 0 then -p_value + round((p_quantity + p_moved) * p_unit_cost, 2)
  else round(p_moved * p_unit_cost, 2)
end;
comment on function inventory.value_of_move(numeric, numeric, numeric, numeric, numeric) is 'Signed value of a move out of or into a level of that quantity, value and unit cost';
