-- Why: quantities of an item are told in its unit and stand in the journal of stock for good. Called by: billing.put_item.
-- Refuses: item_has_stock, where its unit would change once it was kept, or it would no longer be kept while some is there.
create or replace function inventory.check_kept_item(p_id uuid, p_item billing.items) returns void
language plpgsql
set search_path = ''
as $$
begin
  if exists (
    select from billing.items as item
    join inventory.stock_levels as l on l.tenant_id = item.tenant_id and l.item_id = item.id
    where item.tenant_id = core.current_tenant() and item.id = p_id
      and (item.unit <> (p_item).unit
        or ((p_item).track_stock is false or (p_item).hsn like '99%') and (l.quantity <> 0 or l.value <> 0 or l.on_challan_quantity <> 0))
  ) then
    perform core.refuse('item_has_stock', null, jsonb_build_object('name', (p_item).name));
  end if;
end $$;
comment on function inventory.check_kept_item(uuid, billing.items) is 'Refuses a change of an item that its stock does not allow';
