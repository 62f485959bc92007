-- Why: two postings that move the same goods go one after the other, each seeing what the other left.
-- Called by: inventory.take_stock, reverse_moves, put_opening_stock, before anything is looked at. New levels come first,
-- in the order of the keys, then all are locked in that order: two batches cannot deadlock.
-- Locks: inventory.stock_levels by item and godown.
create or replace function inventory.lock_levels(p_moves inventory.stock_move[]) returns void
language sql
set search_path = ''
as $$
  insert into inventory.stock_levels (tenant_id, item_id, godown_id)
  select distinct m.tenant_id, m.item_id, m.godown_id from unnest(p_moves) as m order by m.item_id, m.godown_id
  on conflict do nothing;
  select l.item_id
  from inventory.stock_levels as l
  where l.tenant_id = (select core.current_tenant())
    and (l.item_id, l.godown_id) in (select m.item_id, m.godown_id from unnest(p_moves) as m)
  order by l.item_id, l.godown_id
  for no key update
$$;
comment on function inventory.lock_levels(inventory.stock_move[]) is 'Makes and locks the stock levels that moves are about to change';
