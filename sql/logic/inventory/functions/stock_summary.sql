-- Why: what is where, and what it cost, as of any day: the levels of now less what moved since, so that it reads the later
-- moves and not all there ever were. With p_from, inward and outward are those of the period and opening what was there
-- before it. Goods on challan are out of the godown and still ours: closing_value and on_challan_value together are what the
-- ledger says, where stock is kept perpetually. Called by: reports.
create or replace function inventory.stock_summary(p_as_of date, p_from date default null)
returns table (item_id uuid, item text, unit text, godown_id uuid, godown text, opening_quantity numeric, inward_quantity numeric, outward_quantity numeric,
               closing_quantity numeric, closing_value numeric, on_challan_quantity numeric, on_challan_value numeric)
language sql stable
set search_path = ''
as $$
  with later as (
    select m.item_id, m.godown_id, sum(m.quantity) filter (where not m.on_challan) as quantity, sum(m.value) filter (where not m.on_challan) as value,
           sum(m.quantity) filter (where m.on_challan) as on_challan_quantity, sum(m.value) filter (where m.on_challan) as on_challan_value,
           sum(m.quantity) filter (where not m.on_challan and (m.quantity > 0) = (m.reverses_id is null)) as inward
    from inventory.stock_moves as m
    where m.tenant_id = (select core.current_tenant()) and m.move_date > p_as_of
    group by m.item_id, m.godown_id
  ), period as (
    select m.item_id, m.godown_id, sum(m.quantity) as quantity,
           sum(m.quantity) filter (where (m.quantity > 0) = (m.reverses_id is null)) as inward
    from inventory.stock_moves as m
    where p_from is not null and m.tenant_id = (select core.current_tenant()) and m.move_date between p_from and p_as_of and not m.on_challan
    group by m.item_id, m.godown_id
  ), stood as (
    select l.item_id, l.godown_id, l.quantity - coalesce(later.quantity, 0) as quantity, l.value - coalesce(later.value, 0) as value,
           l.on_challan_quantity - coalesce(later.on_challan_quantity, 0) as on_challan_quantity,
           l.on_challan_value - coalesce(later.on_challan_value, 0) as on_challan_value,
           case when p_from is null then l.inward_quantity - coalesce(later.inward, 0) else coalesce(period.inward, 0) end as inward,
           case when p_from is null then 0.000 else l.quantity - coalesce(later.quantity, 0) - coalesce(period.quantity, 0) end as opening
    from inventory.stock_levels as l
    left join later on later.item_id = l.item_id and later.godown_id = l.godown_id
    left join period on period.item_id = l.item_id and period.godown_id = l.godown_id
    where l.tenant_id = (select core.current_tenant())
  )
  select s.item_id, item.name, item.unit, s.godown_id, godown.name, s.opening, s.inward, s.opening + s.inward - s.quantity,
         s.quantity, s.value, s.on_challan_quantity, s.on_challan_value
  from stood as s
  join billing.items as item on item.tenant_id = (select core.current_tenant()) and item.id = s.item_id
  join inventory.godowns as godown on godown.tenant_id = (select core.current_tenant()) and godown.id = s.godown_id
  where s.quantity <> 0 or s.value <> 0 or s.inward <> 0 or s.on_challan_quantity <> 0 or s.opening <> 0 or s.opening + s.inward - s.quantity <> 0
  order by item.name, godown.name
$$;
comment on function inventory.stock_summary(date, date) is 'Stock of every item in every godown as of a day: quantities, cost, goods on challan';
