-- Why: what of an item was in a godown when its stock began to be kept here: told once, or told anew, which takes back what
-- was told before. Where stock is kept perpetually the change of its value is booked by a journal, against Opening Balances.
-- Quantity 0 takes it back. Answers it as JSON; null where there is no such item.
-- Locks: the books' lock, shared (ledger.lock_period); the stock level; then what a posting locks. Refuses: item_keeps_no_stock, godown_unknown, invoice_date_in_future,
-- period_locked, stock_insufficient, and what billing.post_vouchers refuses of the journal.
create or replace function inventory.put_opening_stock(p_item_id uuid, p_stock jsonb) returns json
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_company core.companies;
  v_item billing.items;
  v_godown uuid := coalesce((p_stock ->> 'godownId')::uuid, inventory.default_godown());
  v_date date := (p_stock ->> 'date')::date;
  v_quantity numeric := (p_stock ->> 'quantity')::numeric;
  v_new inventory.stock_move := row(v_tenant, core.uuid_v7(), null, null, p_item_id, v_godown, false, v_date, 'opening', v_quantity,
    (p_stock ->> 'value')::numeric, null, null, null, core.now());
  v_moves inventory.stock_move[];
  v_voucher_id uuid;
begin
  perform pg_catalog.pg_advisory_xact_lock_shared(18, pg_catalog.hashtext(v_tenant::text));
  select * into v_item from billing.items as i where i.tenant_id = v_tenant and i.id = p_item_id;
  if not found then
    return null;
  end if;
  select * into v_company from core.companies as c where c.tenant_id = v_tenant;
  if v_item.hsn like '99%' or v_item.track_stock is false then
    perform core.refuse('item_keeps_no_stock', null, jsonb_build_object('name', v_item.name));
  elsif not exists (select from inventory.godowns as g where g.tenant_id = v_tenant and g.id = v_godown) then
    perform core.refuse('godown_unknown', '/godownId', jsonb_build_object('godownId', v_godown));
  elsif v_date > core.today() then
    perform core.refuse('invoice_date_in_future', '/date', jsonb_build_object('date', v_date, 'today', core.today()));
  end if;

  perform inventory.lock_levels(array[v_new]);
  v_moves := inventory.reversed(array(
    select m::inventory.stock_move from inventory.stock_moves as m
    where m.tenant_id = v_tenant and m.item_id = p_item_id and m.godown_id = v_godown and m.kind = 'opening' and m.reverses_id is null
      and not exists (select from inventory.stock_moves as r where r.tenant_id = m.tenant_id and r.reverses_id = m.id)));
  if least(v_date, (select min(m.move_date) from unnest(v_moves) as m)) <= v_company.locked_until then
    perform core.refuse('period_locked', '/date', jsonb_build_object('date', v_date, 'lockedUntil', v_company.locked_until));
  end if;
  perform inventory.write_moves(v_moves);
  if v_quantity > 0 then
    perform inventory.write_moves(array[v_new]);
    v_moves := v_moves || v_new;
  end if;
  perform inventory.check_taken_back(v_moves);
  if v_company.perpetual_inventory then
    v_voucher_id := inventory.book_opening_stock(v_item.name, v_date, (select coalesce(sum(m.value), 0) from unnest(v_moves) as m));
  end if;
  return json_build_object('itemId', p_item_id, 'godownId', v_godown, 'date', v_date, 'quantity', trim_scale(v_quantity),
    'value', case when v_quantity > 0 then round((p_stock ->> 'value')::numeric, 2) else 0.00 end, 'voucherId', v_voucher_id);
end $$;
comment on function inventory.put_opening_stock(uuid, jsonb) is 'Tells the opening stock of an item in a godown, in place of what was told before';
