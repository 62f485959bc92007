-- Why: documents take scarce goods one after the other, each all it wants or nothing, in one pass over the batch.
-- Called by: inventory.check_stock, as a window function over the documents in order.
create or replace aggregate inventory.taken_in_order(p_days jsonb, p_moves jsonb) (
  sfunc = inventory.take_from_days,
  stype = jsonb
);
comment on aggregate inventory.taken_in_order(jsonb, jsonb) is 'What documents left of scarce goods, and what the last of them was short of';
