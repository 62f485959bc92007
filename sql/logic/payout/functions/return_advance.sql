-- Why: the excess came back: the partner owes it no more, its reference is free, and whoever was to get it back is told so.
-- Called by: payout.accept_row, under the company's lock and the attempt's. Returns all that is open of the invoice's advances.
create or replace function payout.return_advance(p_row payout.settlement_rows, p_invoice_id uuid) returns void
language plpgsql
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_amount numeric := payout.advance_of(p_invoice_id);
  v_advance record;
begin
  for v_advance in
    select a.item_id, sum(case a.kind when 'advance' then a.amount else -a.amount end) as amount
    from payout.payout_items as t
    join payout.settlement_allocations as a on a.tenant_id = t.tenant_id and a.item_id = t.id and a.kind in ('advance', 'advance_returned')
    where t.tenant_id = p_row.tenant_id and t.invoice_id = p_invoice_id group by a.item_id
  loop
    continue when v_advance.amount = 0;
    insert into payout.settlement_allocations (tenant_id, item_id, file_id, line_no, kind, amount, allocated_by, allocated_at)
    values (p_row.tenant_id, v_advance.item_id, p_row.file_id, p_row.line_no, 'advance_returned', v_advance.amount, core.current_user_id(), core.now());
    update payout.payout_items as t
    set recorded = t.recorded || payout.settlement_record(p_row.status, p_row.utr, p_row.amount), updated_at = core.now()
    where t.tenant_id = p_row.tenant_id and t.id = v_advance.item_id;
    update payout.utr_registry as u set released_at = core.now()
    from payout.payout_items as t
    where u.tenant_id = p_row.tenant_id and u.item_id = v_advance.item_id and u.released_at is null
      and t.tenant_id = u.tenant_id and t.id = u.item_id and (t.settled_amount = 0 or u.utr is distinct from t.utr_number) and u.utr in (
        select r.utr from payout.settlement_allocations as a
        join payout.settlement_rows as r on r.tenant_id = a.tenant_id and r.file_id = a.file_id and r.line_no = a.line_no
        where a.tenant_id = u.tenant_id and a.item_id = u.item_id and a.kind = 'advance');
  end loop;
  perform payout.book_payment('return', p_row.file_id, p_invoice_id, p_row.payment_date, v_amount, 'bank', 'partner_advances', 'What was paid to a partner beyond what was owed came back');
  perform ops.resolve_notification(n.kind, n.key)
  from ops.notifications as n
  join payout.invoices as i on i.tenant_id = n.tenant_id and n.facts ->> 'invoiceId' = i.invoice_id
  where n.tenant_id = p_row.tenant_id and n.kind = 'partner_advance' and n.resolved_at is null and i.id = p_invoice_id;
end $$;
comment on function payout.return_advance(payout.settlement_rows, uuid) is 'What was paid on an invoice beyond what was owed came back';
