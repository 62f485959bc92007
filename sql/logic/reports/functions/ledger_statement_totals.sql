-- Why: where a ledger's statement begins and ends, and what it moved between. Null where the company has no such ledger.
create or replace function reports.ledger_statement_totals(p_ledger_id uuid, p_from date, p_to date) returns json
language sql stable parallel safe
set search_path = ''
as $$
  select json_build_object('ledger', l.name, 'opening', opening.balance, 'debit', moved.debit, 'credit', moved.credit,
           'closing', opening.balance + moved.debit - moved.credit)
  from ledger.ledgers as l
  cross join lateral (select reports.balance_before(l.id, p_from) as balance) as opening
  cross join lateral (
    select coalesce(sum(e.debit), 0.00) as debit, coalesce(sum(e.credit), 0.00) as credit
    from ledger.ledger_entries as e
    where e.tenant_id = l.tenant_id and e.ledger_id = l.id and e.entry_date between p_from and p_to
  ) as moved
  where l.tenant_id = (select core.current_tenant()) and l.id = p_ledger_id
$$;
comment on function reports.ledger_statement_totals(uuid, date, date) is 'Opening, movement and closing balance of a ledger over some days';
