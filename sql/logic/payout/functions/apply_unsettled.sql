-- Why: what the bank did not pay, has not decided on, or took back. A rejected attempt may carry a UTR; it stands for no payment
-- and is not registered. What came back gives its references free and keeps them. Called by: payout.apply_settlement.
create or replace function payout.apply_unsettled(p_file_id uuid, p_lines integer[]) returns void
language plpgsql
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_now timestamptz := core.now();
begin
  update payout.utr_registry as u set released_at = v_now
  from payout.settlement_rows as r
  where r.tenant_id = v_tenant and r.file_id = p_file_id and (p_lines is null or r.line_no = any (p_lines)) and r.classification = 'RETURNED'
    and u.tenant_id = v_tenant and u.item_id = r.item_id and u.released_at is null;

  update payout.invoices as i
  set status = case r.classification when 'FAILED' then 'failed' else 'returned' end,
    payment_status = r.status,
    payment_failure_reason = case when r.classification = 'FAILED' then why.reason else i.payment_failure_reason end,
    failure_class = why.failure_class,
    settled_amount = case r.classification when 'FAILED' then i.settled_amount else i.settled_amount - t.settled_amount end,
    return_utr = case r.classification when 'FAILED' then i.return_utr else r.utr end,
    return_date = case r.classification when 'FAILED' then i.return_date else r.payment_date end,
    return_reason = case r.classification when 'FAILED' then i.return_reason else why.reason end,
    updated_at = v_now
  from payout.settlement_rows as r
  join payout.payout_items as t on t.tenant_id = v_tenant and t.id = r.item_id
  cross join lateral (
    select coalesce(r.remarks, case when 'RETURNED_BEFORE_SUCCESS' = any (r.warnings) then 'RETURNED_BEFORE_SUCCESS' end) as reason,
      (select c.failure_class from payout.failure_classes as c where coalesce(r.remarks, '') ~* c.pattern order by c.priority limit 1) as failure_class) as why
  where r.tenant_id = v_tenant and r.file_id = p_file_id and (p_lines is null or r.line_no = any (p_lines)) and r.classification in ('FAILED', 'RETURNED')
    and i.tenant_id = v_tenant and i.id = r.invoice_id;

  update payout.payout_items as t
  set status = case r.classification when 'FAILED' then 'FAILED' when 'RETURNED' then 'RETURNED' else 'PENDING' end,
    settled_amount = case r.classification when 'RETURNED' then 0 else t.settled_amount end,
    utr_number = case r.classification when 'FAILED' then r.utr else t.utr_number end,
    payment_date = case r.classification when 'FAILED' then r.payment_date else t.payment_date end,
    return_utr = case r.classification when 'RETURNED' then r.utr else t.return_utr end,
    return_date = case r.classification when 'RETURNED' then r.payment_date else t.return_date end,
    remarks = coalesce(r.remarks, t.remarks),
    recorded = case r.classification when 'PENDING' then t.recorded else t.recorded || payout.settlement_record(r.status, r.utr, r.amount) end,
    updated_at = v_now
  from payout.settlement_rows as r
  where r.tenant_id = v_tenant and r.file_id = p_file_id and (p_lines is null or r.line_no = any (p_lines))
    and r.classification in ('FAILED', 'RETURNED', 'PENDING') and t.tenant_id = v_tenant and t.id = r.item_id;
end $$;
comment on function payout.apply_unsettled(uuid, integer[]) is 'Does what rows taken for failed, returned or pending say';
