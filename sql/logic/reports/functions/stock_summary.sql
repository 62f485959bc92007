-- Why: what is in stock at the end of a day and what it cost, with what came and went since p_from. Goods out on challan
-- are still ours and stand beside.
create or replace function reports.stock_summary(p_from date, p_to date)
returns table (item text, unit text, godown text, opening_quantity numeric, inward_quantity numeric, outward_quantity numeric, closing_quantity numeric,
               closing_value numeric, on_challan_quantity numeric, on_challan_value numeric, item_id uuid, godown_id uuid)
language sql stable
begin atomic
  select s.item, s.unit, s.godown, s.opening_quantity, s.inward_quantity, s.outward_quantity, s.closing_quantity,
         s.closing_value, s.on_challan_quantity, s.on_challan_value, s.item_id, s.godown_id
  from inventory.stock_summary(p_to, p_from) as s
  order by s.item, s.godown;
end;
comment on function reports.stock_summary(date, date) is 'Stock at the end of a day with its cost, and what moved since another';
