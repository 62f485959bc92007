-- Why: how much of an item was in a godown at the end of a day and of each later day on which it moved. A back-dated
-- issue may take no more than the least of them. Usually one row: nothing is dated later.
-- Called by: inventory.check_stock, check_taken_back.
create or replace function inventory.days_of_stock(p_item_id uuid, p_godown_id uuid, p_since date)
returns table (day date, quantity numeric)
language sql stable
set search_path = ''
as $$
  select d.day,
         coalesce((select l.quantity from inventory.stock_levels as l
                   where l.tenant_id = (select core.current_tenant()) and l.item_id = p_item_id and l.godown_id = p_godown_id), 0)
           - coalesce(sum(d.moved) over (order by d.day desc rows between unbounded preceding and 1 preceding), 0)
  from (
    select p_since as day, 0 as moved
    union all
    select m.move_date, sum(m.quantity)
    from inventory.stock_moves as m
    where m.tenant_id = (select core.current_tenant()) and m.item_id = p_item_id and m.godown_id = p_godown_id
      and m.move_date > p_since and not m.on_challan
    group by m.move_date
  ) as d
$$;
comment on function inventory.days_of_stock(uuid, uuid, date) is 'Closing quantity of an item in a godown on a day and on each later day it moved';
