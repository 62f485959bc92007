-- Why: what a row is taken for is done: where it was linked, only what no further decision is needed for; where a person accepts it, that
-- too which the rules leave to one. Called by: payout.resolve_exception. Locks: the attempt. Answers whether it is done with.
-- p_row: as it is believed; p_judged: what payout.judge_again made of it.
-- Refuses: settlement_exception_not_acceptable, settlement_later_attempt_open, utr_stands_for_another.
create or replace function payout.accept_row(p_row payout.settlement_rows, p_judged payout.settlement_rows, p_accepts boolean) returns boolean
language plpgsql
set search_path = ''
as $$
declare
  v_item payout.payout_items;
  v_other record;
  v_is_open boolean;
  v_advance numeric;
  v_is_all boolean;
  v_is_payment boolean;
  v_is_excess boolean;
begin
  select t.* into v_item from payout.payout_items as t where t.tenant_id = p_row.tenant_id and t.id = p_judged.item_id for update;
  v_is_open := v_item.status in ('EXPORTED', 'PENDING');
  if p_judged.classification = 'SETTLED' then
    perform payout.pay_from_row(p_row, v_item, p_row.amount, p_row.amount, 0);
  elsif p_judged.classification in ('FAILED', 'RETURNED', 'PENDING') then
    perform payout.unsettle_from_row(p_row, v_item, p_judged.classification);
  elsif p_judged.classification in ('NO_CHANGE', 'ALREADY_APPLIED') then
    return true;
  elsif not p_accepts then
    return false;
  elsif p_judged.classification = 'DUPLICATE_UTR' then
    perform core.refuse('utr_stands_for_another', null, jsonb_build_object('utrNumber', p_row.utr));
  elsif p_judged.classification = 'LATE_SUCCESS' or p_judged.classification = 'POSSIBLE_DOUBLE_PAYMENT' and v_item.status = 'ON_HOLD' then
    perform payout.pay_from_row(p_row, v_item, p_row.amount, p_row.amount, 0);
  elsif p_judged.classification = 'LATE_FAILURE' then
    perform payout.unsettle_from_row(p_row, v_item, 'RETURNED');
  elsif p_judged.classification = 'POSSIBLE_DOUBLE_PAYMENT' then
    select n.attempt_no, l.bank_file_id, n.status into v_other
    from payout.payout_items as n join payout.bank_file_log as l on l.tenant_id = n.tenant_id and l.id = n.bank_file_id
    where n.tenant_id = p_row.tenant_id and n.invoice_id = v_item.invoice_id and n.is_standing and n.status <> 'SUCCESS';
    if found then
      perform core.refuse('settlement_later_attempt_open', null, jsonb_build_object('attempt', v_other.attempt_no, 'bankFileId', v_other.bank_file_id, 'status', v_other.status));
    end if;
    perform payout.pay_from_row(p_row, v_item, p_row.amount, 0, 0);
  elsif p_judged.classification = 'RETURN_UNCLEAR' then
    v_advance := payout.advance_of(v_item.invoice_id);
    v_is_all := p_row.amount = v_item.settled_amount + v_advance;
    v_is_payment := p_row.amount = v_item.settled_amount and coalesce(p_row.utr = v_item.utr_number, false);
    v_is_excess := p_row.amount = v_advance and exists (
      select from payout.payout_items as n
      join payout.settlement_allocations as a on a.tenant_id = n.tenant_id and a.item_id = n.id and a.kind = 'advance'
      join payout.settlement_rows as r on r.tenant_id = a.tenant_id and r.file_id = a.file_id and r.line_no = a.line_no
      where n.tenant_id = p_row.tenant_id and n.invoice_id = v_item.invoice_id and r.utr = p_row.utr);
    if not v_is_all and v_is_payment is not distinct from v_is_excess then
      perform core.refuse('settlement_exception_not_acceptable', null, jsonb_build_object('classification', p_judged.classification, 'status', v_item.status));
    end if;
    if v_is_all or v_is_payment then
      perform payout.unsettle_from_row(p_row, v_item, 'RETURNED');
    end if;
    if v_is_all or v_is_excess then
      perform payout.return_advance(p_row, v_item.invoice_id);
    end if;
  elsif p_judged.classification = 'AMOUNT_MISMATCH' and p_row.status in ('FAILED', 'PENDING') and v_is_open then
    perform payout.unsettle_from_row(p_row, v_item, p_row.status);
  else
    perform core.refuse('settlement_exception_not_acceptable', null, jsonb_build_object('classification', p_judged.classification, 'status', v_item.status));
  end if;
  return true;
end $$;
comment on function payout.accept_row(payout.settlement_rows, payout.settlement_rows, boolean) is 'Does what a row is taken for; whether nothing is left to decide';
