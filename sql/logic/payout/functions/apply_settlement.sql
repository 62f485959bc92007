-- Why: what the rows of a level do: to attempts, references and invoices. Called by: payout.settle_level, under the
-- company's lock; p_lines null: all that were classified.
-- An exception does nothing, but that a payment which may have been made twice holds back an attempt that the bank has not got.
-- Raises 23505 never: payout.settle_file lets one file of a company in at a time, and its rows were classified in here.
create or replace function payout.apply_settlement(p_file_id uuid, p_lines integer[]) returns void
language plpgsql
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_now timestamptz := core.now();
  v_classes text[];
begin
  v_classes := array(
    select distinct r.classification from payout.settlement_rows as r
    where r.tenant_id = v_tenant and r.file_id = p_file_id and (p_lines is null or r.line_no = any (p_lines)));

  if 'SETTLED' = any (v_classes) then
    perform payout.apply_settled(p_file_id, p_lines);
  end if;
  if v_classes && array['FAILED', 'RETURNED', 'PENDING'] then
    perform payout.apply_unsettled(p_file_id, p_lines);
  end if;
  if 'POSSIBLE_DOUBLE_PAYMENT' = any (v_classes) then
    update payout.payout_items as n
    set status = 'ON_HOLD', updated_at = v_now
    from payout.settlement_rows as r
    join payout.payout_items as t on t.tenant_id = v_tenant and t.id = r.item_id,
      payout.bank_file_log as l
    where r.tenant_id = v_tenant and r.file_id = p_file_id and (p_lines is null or r.line_no = any (p_lines)) and r.classification = 'POSSIBLE_DOUBLE_PAYMENT'
      and n.tenant_id = v_tenant and n.invoice_id = t.invoice_id and n.attempt_no > t.attempt_no and n.status = 'EXPORTED'
      and l.tenant_id = v_tenant and l.id = n.bank_file_id and l.status in ('generated', 'approved');
  end if;
end $$;
comment on function payout.apply_settlement(uuid, integer[]) is 'Does what the rows of a level of a settlement file were taken for';
