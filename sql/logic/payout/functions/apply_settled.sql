-- Why: what arrived: the attempt and its invoice are paid, and the reference stands for them. Called by: payout.apply_settlement.
-- For these invoices the file's own rows, frozen with it, stand in place of audit events: payout.record_invoice_update.
-- Raises 40001 where a row is not any more what it was classified as.
create or replace function payout.apply_settled(p_file_id uuid, p_lines integer[]) returns void
language plpgsql
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_now timestamptz := core.now();
  v_shared boolean := (
    select p.shared_utr from payout.settlement_files as f join payout.bank_profiles as p on p.profile = f.profile where f.tenant_id = v_tenant and f.id = p_file_id);
  v_items bigint;
  v_invoices bigint;
  v_references bigint;
begin
  update payout.payout_items as t
  set status = 'SUCCESS', settled_amount = t.amount, utr_number = r.utr, payment_date = r.payment_date, remarks = r.remarks,
    recorded = t.recorded || payout.settlement_record(r.status, r.utr, r.amount), updated_at = v_now
  from payout.settlement_rows as r
  where r.tenant_id = v_tenant and r.file_id = p_file_id and (p_lines is null or r.line_no = any (p_lines)) and r.classification = 'SETTLED'
    and t.tenant_id = v_tenant and t.id = r.item_id and t.status in ('EXPORTED', 'PENDING');
  get diagnostics v_items = row_count;
  update payout.invoices as i
  set status = 'paid', payment_status = 'SUCCESS', utr_number = r.utr, payment_date = r.payment_date, payment_failure_reason = null, failure_class = null,
    settled_amount = i.settled_amount + r.amount, updated_at = v_now
  from payout.settlement_rows as r
  where r.tenant_id = v_tenant and r.file_id = p_file_id and (p_lines is null or r.line_no = any (p_lines)) and r.classification = 'SETTLED'
    and i.tenant_id = v_tenant and i.id = r.invoice_id;
  get diagnostics v_invoices = row_count;
  insert into payout.utr_registry (tenant_id, utr, scope, item_id, file_id, line_no)
  select v_tenant, r.utr, case when v_shared then r.invoice_id::text else '' end, r.item_id, r.file_id, r.line_no
  from payout.settlement_rows as r
  where r.tenant_id = v_tenant and r.file_id = p_file_id and (p_lines is null or r.line_no = any (p_lines)) and r.classification = 'SETTLED';
  get diagnostics v_references = row_count;
  if v_items <> v_references or v_invoices <> v_references then
    raise exception using errcode = '40001', message = 'attempts changed while they were settled';
  end if;
end $$;
comment on function payout.apply_settled(uuid, integer[]) is 'Does what rows taken for settled say';
