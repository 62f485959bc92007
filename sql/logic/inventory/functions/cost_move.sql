-- Why: one step of inventory.cost_in_order: values a move of an item and changes the level of its godown by it.
-- State {<godown>: {quantity, value, unitCost}, …, moved: value of the move}. Goods on challan have no average: they are worth
-- what they left at (p_godown_id null). A move that carries on what the one before took, out of a godown or off a challan, has its value.
create or replace function inventory.cost_move(
  p_state jsonb, p_levels jsonb, p_godown_id uuid, p_quantity numeric, p_cost numeric, p_carries boolean) returns jsonb
language plpgsql immutable
set search_path = ''
as $$
declare
  v_state jsonb := coalesce(p_state, p_levels, '{}');
  v_level jsonb := v_state -> p_godown_id::text;
  v_quantity numeric := coalesce((v_level ->> 'quantity')::numeric, 0);
  v_value numeric := coalesce((v_level ->> 'value')::numeric, 0);
  v_unit_cost numeric := coalesce((v_level ->> 'unitCost')::numeric, 0);
  v_moved numeric := case when p_carries then -(v_state ->> 'moved')::numeric else p_cost end;
begin
  if p_godown_id is not null then
    if not p_carries then
      v_moved := inventory.value_of_move(v_quantity, v_value, v_unit_cost, p_quantity, p_cost);
    end if;
    v_level := jsonb_build_object('quantity', v_quantity + p_quantity, 'value', v_value + v_moved,
      'unitCost', inventory.unit_cost(v_quantity + p_quantity, v_value + v_moved, v_moved / p_quantity));
    v_state := v_state || jsonb_build_object(p_godown_id, v_level);
  end if;
  return v_state || jsonb_build_object('moved', v_moved);
end $$;
comment on function inventory.cost_move(jsonb, jsonb, uuid, numeric, numeric, boolean) is 'Values one move of an item and keeps the levels beside it';
