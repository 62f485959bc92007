-- Why: no more is issued than is there, in order of posting, on its own day and on each later one, unless the company
-- allows it; and goods move in the unit they are kept in. A document that takes too much takes nothing, so that the ones after it
-- find what it left. Most goods are plenty whatever the order: only where all the issues of a batch together might be too
-- many (scarce) are its documents gone through one after the other (inventory.taken_in_order).
-- Called by: inventory.take_stock, under the lock of the levels where the documents are posted.
create or replace function inventory.check_stock(
  p_docs billing.resolved_document[], p_lines billing.voucher_line[], p_moves inventory.stock_move[]) returns billing.refusal[]
language sql
set search_path = ''
as $$
  with move as (
    select d.ord, d.allow_negative_stock, m.*
    from unnest(p_moves) with ordinality as m(tenant_id, id, voucher_id, line_no, item_id, godown_id, on_challan, move_date, kind, quantity, value,
                                              original_id, original_line_no, reverses_id, created_at, at)
    join unnest(p_docs) as d on d.voucher_id = m.voucher_id
    where not m.on_challan
  ), scarce as (
    select c.item_id, c.godown_id, d.ends
    from (
      select item_id, godown_id, min(move_date) as since, sum(quantity) filter (where quantity < 0) as wanted
      from move where not allow_negative_stock group by item_id, godown_id having bool_or(quantity < 0)
    ) as c
    cross join lateral (
      select jsonb_object_agg(d.day, d.quantity) as ends, min(d.quantity) as least from inventory.days_of_stock(c.item_id, c.godown_id, c.since) as d
    ) as d
    where d.least + c.wanted < 0
  ), start as (
    select jsonb_object_agg(concat(s.item_id, s.godown_id), s.ends) as days from scarce as s
  ), document as (
    select m.ord, jsonb_agg(jsonb_build_object('lineNo', m.line_no, 'place', concat(m.item_id, m.godown_id), 'day', m.move_date, 'quantity', m.quantity) order by m.at) as moves
    from move as m
    join scarce as s on s.item_id = m.item_id and s.godown_id = m.godown_id
    group by m.ord
  ), settled as materialized (
    select d.ord, inventory.taken_in_order(start.days, d.moves) over (order by d.ord rows unbounded preceding) -> 'short' as short
    from document as d cross join start
  )
  select coalesce(array_agg(row(fault.ord, '/lines/' || (fault.line_no - 1), array[fault.code], fault.facts)::billing.refusal), '{}')
  from (
    select s.ord, (lack.told ->> 'lineNo')::int as line_no, 'stock_insufficient' as code,
           jsonb_build_object('item', item.name, 'godown', godown.name, 'available', lack.told -> 'available', 'wanted', lack.told -> 'wanted') as facts
    from settled as s
    cross join lateral jsonb_array_elements(s.short) as lack(told)
    join billing.items as item on item.tenant_id = (select core.current_tenant()) and item.id = left(lack.told ->> 'place', 36)::uuid
    join inventory.godowns as godown on godown.tenant_id = (select core.current_tenant()) and godown.id = right(lack.told ->> 'place', 36)::uuid
    union all
    select distinct d.ord, l.line_no, 'stock_unit_differs', jsonb_build_object('item', item.name, 'unit', l.unit, 'itemUnit', item.unit)
    from unnest(p_moves) as m
    join unnest(p_docs) as d on d.voucher_id = m.voucher_id
    join unnest(p_lines) as l on l.voucher_id = m.voucher_id and l.line_no = m.line_no
    join billing.items as item on item.tenant_id = (select core.current_tenant()) and item.id = m.item_id and item.unit <> l.unit
  ) as fault
$$;
comment on function inventory.check_stock(billing.resolved_document[], billing.voucher_line[], inventory.stock_move[]) is 'Faults of lines that take more than is there, or in another unit';
