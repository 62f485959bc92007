-- Why: what a ledger had come to before a day, debit positive: where its statement begins.
create or replace function reports.balance_before(p_ledger_id uuid, p_day date) returns numeric
language sql stable parallel safe
begin atomic
  select coalesce(sum(e.debit) - sum(e.credit), 0.00)
  from ledger.ledger_entries as e
  where e.tenant_id = (select core.current_tenant()) and e.ledger_id = p_ledger_id and e.entry_date < p_day;
end;
comment on function reports.balance_before(uuid, date) is 'Balance of a ledger before a day, debit positive';
