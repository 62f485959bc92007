-- Why: a cancelled document takes its goods back: each move again with the other sign, on its own day and at its own cost,
-- so that neither quantity nor value of any day shows it any more.
-- Called by: billing.cancel_voucher. Does nothing for a document that moved nothing, or twice.
-- Locks: stock levels by item and godown. Refuses: stock_insufficient, where goods that came have been issued since, now
-- or on any later day, unless the company allows it; goods of a challan that were sold or came back, always.
create or replace function inventory.reverse_moves(p_voucher_id uuid) returns void
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_moves inventory.stock_move[];
begin
  v_moves := inventory.reversed(array(
    select m::inventory.stock_move from inventory.stock_moves as m
    where m.tenant_id = v_tenant and m.voucher_id = p_voucher_id and m.reverses_id is null
      and not exists (select from inventory.stock_moves as r where r.tenant_id = m.tenant_id and r.reverses_id = m.id)
    order by m.id));
  if v_moves = '{}' then
    return;
  end if;
  perform inventory.lock_levels(v_moves);
  perform inventory.write_moves(v_moves);
  perform inventory.check_taken_back(v_moves);
end $$;
comment on function inventory.reverse_moves(uuid) is 'Takes back what a voucher moved: quantities and values, on their own day';
