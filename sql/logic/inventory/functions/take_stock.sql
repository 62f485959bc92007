-- Why: what posting and preview do about goods: draws the moves of the documents that were not refused, locks what they change,
-- refuses what is not there and costs the rest. Most documents move nothing that is kept in stock: for those this is one
-- look at their items. Called by: billing.post_vouchers (p_lock), preview_vouchers, where a line may hold an item.
-- Locks: stock levels by item and godown, after the originals, before parties and counters; a preview none.
create or replace function inventory.take_stock(
  p_docs billing.resolved_document[], p_lines billing.voucher_line[], p_links billing.voucher_link[], p_refusals billing.refusal[], p_lock boolean,
  out moves inventory.stock_move[], out refusals billing.refusal[])
language plpgsql
set search_path = ''
set plan_cache_mode = 'force_generic_plan'
as $$
declare
  v_tenant uuid := core.current_tenant();
begin
  moves := '{}';
  refusals := '{}';
  if not exists (
    select from unnest(p_lines) as l
    join billing.items as item on item.tenant_id = v_tenant and item.id = l.item_id and item.hsn not like '99%' and item.track_stock is not false
    where item.track_stock or exists (select from inventory.stock_levels as s where s.tenant_id = v_tenant and s.item_id = item.id)
      or exists (select from unnest(p_docs) as d where d.flow = 'inward' and d.stock = 'in')
  ) then
    return;
  end if;
  moves := inventory.draw_moves(p_docs, p_lines, p_links, p_refusals,
    case when p_lock then inventory.default_godown() else coalesce((select g.id from inventory.godowns as g where g.tenant_id = v_tenant and g.is_default), core.uuid_v7()) end);
  if moves = '{}' then
    return;
  end if;
  if p_lock then
    perform inventory.lock_levels(moves);
  end if;
  refusals := inventory.check_stock(p_docs, p_lines, moves);
  if refusals <> '{}' then
    moves := array(
      select m from unnest(moves) as m
      where not exists (select from unnest(refusals) as f join unnest(p_docs) as d on d.ord = f.ord where d.voucher_id = m.voucher_id));
  end if;
  moves := inventory.cost_moves(moves);
end $$;
comment on function inventory.take_stock(billing.resolved_document[], billing.voucher_line[], billing.voucher_link[], billing.refusal[], boolean) is 'Costed stock moves of a batch, and the refusals of documents that want more than is there';
