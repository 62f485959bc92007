-- Why: an attempt that a person found to have failed, come back, or still wait at the bank; as payout.apply_unsettled does for the rows
-- of a file. Called by: payout.accept_row, under the company's lock and the attempt's. p_as: FAILED, RETURNED or PENDING.
create or replace function payout.unsettle_from_row(p_row payout.settlement_rows, p_item payout.payout_items, p_as text) returns void
language plpgsql
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_now timestamptz := core.now();
begin
  update payout.payout_items as t
  set status = p_as, remarks = coalesce(p_row.remarks, t.remarks), updated_at = v_now,
    settled_amount = case p_as when 'RETURNED' then 0 else t.settled_amount end,
    utr_number = case p_as when 'FAILED' then p_row.utr else t.utr_number end,
    payment_date = case p_as when 'FAILED' then p_row.payment_date else t.payment_date end,
    return_utr = case p_as when 'RETURNED' then p_row.utr else t.return_utr end,
    return_date = case p_as when 'RETURNED' then p_row.payment_date else t.return_date end,
    recorded = case p_as when 'PENDING' then t.recorded else t.recorded || payout.settlement_record(p_row.status, p_row.utr, p_row.amount) end
  where t.tenant_id = p_row.tenant_id and t.id = p_item.id;
  if p_as = 'PENDING' then
    return;
  end if;
  update payout.invoices as i
  set status = lower(p_as), payment_status = p_row.status, updated_at = v_now,
    payment_failure_reason = case p_as when 'FAILED' then why.reason else i.payment_failure_reason end, failure_class = why.failure_class,
    settled_amount = case p_as when 'RETURNED' then i.settled_amount - p_item.settled_amount else i.settled_amount end,
    return_utr = case p_as when 'RETURNED' then p_row.utr else i.return_utr end,
    return_date = case p_as when 'RETURNED' then p_row.payment_date else i.return_date end,
    return_reason = case p_as when 'RETURNED' then why.reason else i.return_reason end
  from (select coalesce(p_row.remarks, '') as reason, (
    select c.failure_class from payout.failure_classes as c where coalesce(p_row.remarks, '') ~* c.pattern order by c.priority limit 1) as failure_class) as why
  where i.tenant_id = p_row.tenant_id and i.id = p_item.invoice_id;
  if p_as = 'RETURNED' then
    update payout.utr_registry as u set released_at = v_now
    where u.tenant_id = p_row.tenant_id and u.item_id = p_item.id and u.released_at is null and u.utr not in ( -- an excess that did not come back keeps its own
      select r.utr from payout.settlement_allocations as a
      join payout.settlement_rows as r on r.tenant_id = a.tenant_id and r.file_id = a.file_id and r.line_no = a.line_no
      where a.tenant_id = p_row.tenant_id and a.item_id = p_item.id and a.kind = 'advance' and r.utr is not null);
    perform payout.undo_write_offs(p_row.file_id, p_item.id);
    perform payout.book_payment('return', p_row.file_id, p_item.invoice_id, p_row.payment_date, p_item.settled_amount, 'bank', 'partner_payouts_payable', 'Payment to a partner that came back');
  end if;
end $$;
comment on function payout.unsettle_from_row(payout.settlement_rows, payout.payout_items, text) is 'Does what was decided on an attempt that failed, came back or waits';
