-- Why: while an earlier payment of an invoice may have been made, a later attempt that the bank has not got waits; once that is decided
-- it goes on. Called by: payout.resolve_exception, which has locked the bank files. p_but: the exception that is being decided.
create or replace function payout.hold_attempts(p_item_id uuid, p_holds boolean, p_but uuid) returns void
language sql
set search_path = ''
as $$
  update payout.payout_items as n
  set status = case when p_holds then 'ON_HOLD' else 'EXPORTED' end, updated_at = core.now()
  from payout.payout_items as t, payout.bank_file_log as l
  where t.tenant_id = (select core.current_tenant()) and t.id = p_item_id
    and n.tenant_id = t.tenant_id and n.invoice_id = t.invoice_id and n.attempt_no > t.attempt_no
    and l.tenant_id = n.tenant_id and l.id = n.bank_file_id
    and case when p_holds then n.status = 'EXPORTED' and l.status in ('generated', 'approved')
      else n.status = 'ON_HOLD' and not exists (
        select from payout.settlement_exceptions as e
        join payout.payout_items as o on o.tenant_id = e.tenant_id and o.id = e.item_id
        where e.tenant_id = t.tenant_id and o.invoice_id = t.invoice_id and e.id <> p_but and e.status <> 'RESOLVED' and e.classification = 'POSSIBLE_DOUBLE_PAYMENT') end
$$;
comment on function payout.hold_attempts(uuid, boolean, uuid) is 'Holds back the later attempts of an invoice, or lets them go on';
