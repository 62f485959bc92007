-- Why: what the rows of a level do: to attempts, references and invoices. Called by: payout.settle_file, under the company's lock.
-- An exception does nothing, but that a payment which may have been made twice holds back an attempt that the bank has not got.
-- Raises 23505 never: payout.settle_file lets one file of a company in at a time, and its rows were classified in here.
create or replace function payout.apply_settlement(p_file_id uuid, p_level integer) returns void
language plpgsql
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_now timestamptz := core.now();
  v_shared boolean := (
    select p.shared_utr from payout.settlement_files as f join payout.bank_profiles as p on p.profile = f.profile where f.tenant_id = v_tenant and f.id = p_file_id);
  v_lines integer[];
  v_classes text[];
begin
  if p_level > 0 then
    v_lines := array(select w.line_no from payout.settlement_intake as w where w.tenant_id = v_tenant and w.file_id = p_file_id and w.level = p_level);
  end if;
  v_classes := array(
    select distinct r.classification from payout.settlement_rows as r
    where r.tenant_id = v_tenant and r.file_id = p_file_id and (v_lines is null or r.line_no = any (v_lines)));

  if 'SETTLED' = any (v_classes) then
    update payout.payout_items as t
    set status = 'SUCCESS', settled_amount = t.amount, utr_number = r.utr, payment_date = r.payment_date, remarks = r.remarks,
      recorded = t.recorded || payout.settlement_record(r.status, r.utr, r.amount), updated_at = v_now
    from payout.settlement_rows as r
    where r.tenant_id = v_tenant and r.file_id = p_file_id and (v_lines is null or r.line_no = any (v_lines)) and r.classification = 'SETTLED'
      and t.tenant_id = v_tenant and t.id = r.item_id;
    update payout.invoices as i
    set status = 'paid', payment_status = 'SUCCESS', utr_number = r.utr, payment_date = r.payment_date, payment_failure_reason = null, failure_class = null,
      settled_amount = i.settled_amount + r.amount, updated_at = v_now
    from payout.settlement_rows as r
    where r.tenant_id = v_tenant and r.file_id = p_file_id and (v_lines is null or r.line_no = any (v_lines)) and r.classification = 'SETTLED'
      and i.tenant_id = v_tenant and i.id = r.invoice_id;
    insert into payout.utr_registry (tenant_id, utr, scope, item_id, file_id, line_no)
    select v_tenant, r.utr, case when v_shared then r.invoice_id::text else '' end, r.item_id, r.file_id, r.line_no
    from payout.settlement_rows as r
    where r.tenant_id = v_tenant and r.file_id = p_file_id and (v_lines is null or r.line_no = any (v_lines)) and r.classification = 'SETTLED';
  end if;
  if v_classes && array['FAILED', 'RETURNED', 'PENDING'] then
    perform payout.apply_unsettled(p_file_id, v_lines);
  end if;
  if 'POSSIBLE_DOUBLE_PAYMENT' = any (v_classes) then
    update payout.payout_items as n
    set status = 'ON_HOLD', updated_at = v_now
    from payout.settlement_rows as r
    join payout.payout_items as t on t.tenant_id = v_tenant and t.id = r.item_id,
      payout.bank_file_log as l
    where r.tenant_id = v_tenant and r.file_id = p_file_id and (v_lines is null or r.line_no = any (v_lines)) and r.classification = 'POSSIBLE_DOUBLE_PAYMENT'
      and n.tenant_id = v_tenant and n.invoice_id = t.invoice_id and n.attempt_no > t.attempt_no and n.status = 'EXPORTED'
      and l.tenant_id = v_tenant and l.id = n.bank_file_id and l.status in ('generated', 'approved');
  end if;
end $$;
comment on function payout.apply_settlement(uuid, integer) is 'Does what the rows of a level of a settlement file were taken for';
