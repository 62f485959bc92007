-- Why: the average cost of an item moves with each receipt, so that its moves are valued one after the other, in one pass
-- over the batch. Called by: inventory.cost_moves, as a window function over the moves of an item in order.
create or replace aggregate inventory.cost_in_order(p_levels jsonb, p_godown_id uuid, p_quantity numeric, p_cost numeric, p_carries boolean) (
  sfunc = inventory.cost_move,
  stype = jsonb
);
comment on aggregate inventory.cost_in_order(jsonb, uuid, numeric, numeric, boolean) is 'The levels of an item after its moves so far, and the value of the last';
