-- Why: one step of inventory.taken_in_order: a document takes from the goods, or is short of them and takes nothing.
-- A day's closing quantity is known for some days; a move on a day between two begins with that of the day before.
-- State {days: {place: {day: quantity}}, short: [{lineNo, place, available, wanted}] of the document just seen}.
create or replace function inventory.take_from_days(p_state jsonb, p_days jsonb, p_moves jsonb) returns jsonb
language plpgsql immutable
set search_path = ''
as $$
declare
  v_before jsonb := coalesce(p_state -> 'days', p_days);
  v_days jsonb := v_before;
  v_ends jsonb;
  v_short jsonb;
  v_move record;
  v_least numeric;
begin
  for v_move in select * from jsonb_to_recordset(p_moves) as m("lineNo" integer, place text, day text, quantity numeric) loop
    v_ends := v_days -> v_move.place;
    if not v_ends ? v_move.day then
      v_ends := v_ends || jsonb_build_object(v_move.day, (select e.value from jsonb_each(v_ends) as e where e.key < v_move.day order by e.key desc limit 1));
    end if;
    select min(e.value::numeric) into v_least from jsonb_each_text(v_ends) as e where e.key >= v_move.day;
    if v_move.quantity < 0 and v_least + v_move.quantity < 0 then
      v_short := coalesce(v_short, '[]') || jsonb_build_object('lineNo', v_move."lineNo", 'place', v_move.place, 'available', trim_scale(greatest(v_least, 0)), 'wanted', trim_scale(-v_move.quantity));
    else
      select jsonb_object_agg(e.key, e.value::numeric + case when e.key >= v_move.day then v_move.quantity else 0 end) into v_ends
      from jsonb_each_text(v_ends) as e;
      v_days := jsonb_set(v_days, array[v_move.place], v_ends);
    end if;
  end loop;
  return jsonb_build_object('days', case when v_short is null then v_days else v_before end, 'short', coalesce(v_short, '[]'));
end $$;
comment on function inventory.take_from_days(jsonb, jsonb, jsonb) is 'One document takes its goods, all or none of them';
