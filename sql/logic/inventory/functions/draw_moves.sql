-- Why: what the lines of a batch move, in order of posting. A line moves goods where its kind does (voucher_kinds.stock), its
-- item is no service and is kept in stock: by its master, or from its first receipt on, which may stand earlier in the batch.
--   out           leaves the godown: a sale; sent back to the supplier; on a challan, where it stays ours (on_challan), or
--                 arrives in another godown of ours (toGodownId)
--   in            a purchase at what it is bought for; a return at what it was sold out at, or at the average where the sale moved nothing
--   fulfils       goods gone on a challan are sold: they leave the challan, and no godown a second time
--   returns       goods gone on a challan come back from it
-- What arrived in a godown of ours is sold from there, and comes back from there.
-- A note moves nothing that says goodsReturned: false or stands on a document that moves none. Values that stay null are
-- found by inventory.cost_moves. Called by: inventory.take_stock. 
-- offset 0 keeps a sub-select whole: it is asked only where it is due. The current tenant is said in full each time: through
-- l.tenant_id the planner would take each filter on it for one that leaves a single line.
create or replace function inventory.draw_moves(
  p_docs billing.resolved_document[], p_lines billing.voucher_line[], p_links billing.voucher_link[], p_refusals billing.refusal[], p_default uuid)
returns inventory.stock_move[]
language sql
set search_path = ''
as $$
  with sent as materialized (
    select d.ord, d.voucher_id, d.voucher_type, d.flow, d.stock, d.voucher_date, d.particulars, l.line_no, l.item_id, l.godown_id, l.quantity,
           l.taxable_amount + coalesce(l.value_adjustment, 0) as value, link.relation as link, link.original_id, link.original_line_no
    from unnest(p_docs) as d
    join unnest(p_lines) as l on l.voucher_id = d.voucher_id
    left join unnest(p_links) as link on link.voucher_id = l.voucher_id and link.line_no = l.line_no
  ), line as (
    select s.*, coalesce(origin.to_godown_id, s.godown_id, p_default) as place_id,
           case when origin.to_godown_id is null then (s.particulars ->> 'toGodownId')::uuid
             when s.link = 'returns' then coalesce(s.godown_id, p_default) end as to_godown_id,
           item.track_stock or exists (select from inventory.stock_levels as l where l.tenant_id = (select core.current_tenant()) and l.item_id = s.item_id)
             or bool_or(s.flow = 'inward' and s.stock = 'in') over (partition by s.item_id order by s.ord, s.line_no) as is_kept,
           case when s.link = 'adjusts' or origin.stock is not null and origin.to_godown_id is null then s.link end as relation, origin.stock as original_stock
    from sent as s
    join billing.items as item
      on item.tenant_id = (select core.current_tenant()) and item.id = s.item_id and item.hsn not like '99%' and item.track_stock is not false
    left join lateral (
      select kind.stock, case when s.link <> 'adjusts' then (original.particulars ->> 'toGodownId')::uuid end as to_godown_id
      from billing.vouchers as original
      join billing.voucher_kinds as kind on kind.voucher_type = original.voucher_type
      where original.tenant_id = (select core.current_tenant()) and original.id = s.original_id
      offset 0
    ) as origin on true
    where s.stock is not null and s.quantity > 0 and (s.particulars -> 'goodsReturned')::boolean is not false
      and s.ord <> all (array(select f.ord from unnest(p_refusals) as f))
  )
  select coalesce(array_agg(row(
           (select core.current_tenant()), core.uuid_v7(), l.voucher_id, l.line_no, l.item_id, move.godown_id, move.on_challan, l.voucher_date, move.kind,
           move.sign * l.quantity, move.value, case when l.relation is not null then l.original_id end,
           case when l.relation is not null then l.original_line_no end, null, core.now())::inventory.stock_move
         order by l.ord, l.line_no, move.step), '{}')
  from line as l
  left join lateral (
    select g.godown_id, g.quantity from inventory.left_of_moves(l.original_id, l.original_line_no, true) as g where l.relation in ('fulfils', 'returns') offset 0
  ) as gone on true
  left join lateral (
    select round((o.taxable_amount + coalesce(o.value_adjustment, 0)) * l.quantity / o.quantity, 2) as cost
    from billing.voucher_lines as o
    where o.tenant_id = (select core.current_tenant()) and o.voucher_id = l.original_id and o.line_no = l.original_line_no and o.quantity > 0
      and l.relation = 'adjusts' and l.flow = 'inward'
    offset 0
  ) as bought on true
  cross join lateral (values
    (1, gone.godown_id, true, 'challan_return', -1, null::numeric, l.relation = 'returns' and gone.quantity > 0),
    (2, l.place_id, false, 'challan_return', 1, null, l.relation = 'returns' and gone.quantity > 0),
    (1, gone.godown_id, true, 'sale', -1, null, l.relation = 'fulfils' and gone.quantity > 0),
    (1, l.place_id, false, case when l.to_godown_id is null then 'challan_out' else 'transfer_out' end, -1, null,
       l.relation is null and l.voucher_type = 'delivery_challan'),
    (2, coalesce(l.to_godown_id, l.place_id), l.to_godown_id is null, case when l.to_godown_id is null then 'challan_out' else 'transfer_in' end, 1, null,
       l.relation is null and l.voucher_type = 'delivery_challan'),
    (1, l.place_id, false, 'sale', -1, null, l.relation is null and l.flow = 'outward' and l.stock = 'out' and l.voucher_type <> 'delivery_challan'),
    (1, l.place_id, false, 'purchase_return', -1, -bought.cost, l.flow = 'inward' and l.stock = 'out'),
    (1, l.place_id, false, 'purchase', 1, l.value, l.flow = 'inward' and l.stock = 'in'),
    (1, l.place_id, false, 'sale_return', 1, null, l.relation = 'adjusts' and l.original_stock is not null and l.flow = 'outward' and l.stock = 'in')
  ) as move(step, godown_id, on_challan, kind, sign, value, is_due)
  where l.is_kept and move.is_due
$$;
comment on function inventory.draw_moves(billing.resolved_document[], billing.voucher_line[], billing.voucher_link[], billing.refusal[], uuid) is 'The stock moves of the lines of a batch, not yet costed';
