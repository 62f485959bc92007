-- Why: the rest of a payment that was written off is owed again where the payment came back: the next attempt pays all.
-- Called by: payout.settle_levels for the returned rows of a file, payout.unsettle_from_row for one attempt (p_item_id).
create or replace function payout.undo_write_offs(p_file_id uuid, p_item_id uuid) returns void
language plpgsql
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_rest record;
begin
  for v_rest in
    select t.id, t.invoice_id, sum(case a.kind when 'write_off' then a.amount else -a.amount end) as amount
    from payout.settlement_allocations as a
    join payout.payout_items as t on t.tenant_id = v_tenant and t.id = a.item_id
    where a.tenant_id = v_tenant and a.kind in ('write_off', 'write_off_reversed') and (t.id = p_item_id or p_item_id is null and t.id in (
      select r.item_id from payout.settlement_rows as r where r.tenant_id = v_tenant and r.file_id = p_file_id and r.classification = 'RETURNED'))
    group by t.id, t.invoice_id
  loop
    continue when v_rest.amount = 0;
    insert into payout.settlement_allocations (tenant_id, item_id, file_id, line_no, kind, amount, allocated_by, allocated_at)
    select v_tenant, v_rest.id, a.file_id, a.line_no, 'write_off_reversed', v_rest.amount, core.current_user_id(), core.now()
    from payout.settlement_allocations as a
    where a.tenant_id = v_tenant and a.item_id = v_rest.id and a.kind = 'write_off' order by a.allocated_at desc limit 1;
    perform payout.book_payment('write_off', p_file_id, v_rest.invoice_id, core.today(), v_rest.amount, 'partner_write_offs', 'partner_payouts_payable', 'Rest of a payment to a partner, owed again');
  end loop;
end $$;
comment on function payout.undo_write_offs(uuid, uuid) is 'Rests that were written off of payments which came back are owed again';
