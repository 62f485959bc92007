-- Why: what one unit costs after a move: the average of what is there, else what the last one cost.
create or replace function inventory.unit_cost(p_quantity numeric, p_value numeric, p_last numeric) returns numeric
language sql immutable
return round(case when p_quantity <> 0 and p_value / p_quantity > 0 then p_value / p_quantity else greatest(p_last, 0) end, 6);
comment on function inventory.unit_cost(numeric, numeric, numeric) is 'Cost of one unit of a level, or the last known where nothing is there';
