-- Why: what was paid on an invoice beyond what was owed is the partner's to give back; until it is, money that comes back may be that or
-- the payment. Called by: payout.classify_settlement (of what came back only), payout.accept_row.
create or replace function payout.advance_of(p_invoice_id uuid) returns numeric
language sql stable
set search_path = ''
as $$
  select coalesce(sum(case a.kind when 'advance' then a.amount when 'advance_returned' then -a.amount end), 0.00)
  from payout.payout_items as t
  join payout.settlement_allocations as a on a.tenant_id = t.tenant_id and a.item_id = t.id
  where t.tenant_id = (select core.current_tenant()) and t.invoice_id = p_invoice_id
$$;
comment on function payout.advance_of(uuid) is 'Rupees paid on an invoice beyond what was owed, and not given back';
