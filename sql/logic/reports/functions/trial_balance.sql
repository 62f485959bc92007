-- Why: what every ledger has come to at the end of a day, on its side; debits equal credits. Adds the journal up before it
-- looks at anything else, so that it costs what the bare sum costs; a function in the query that is not said to be parallel
-- safe would keep both cores from adding.
create or replace function reports.trial_balance(p_as_of date)
returns table (ledger text, "group" text, debit numeric, credit numeric, ledger_id uuid)
language sql stable parallel safe
begin atomic
  select l.name, g.name, greatest(b.debit - b.credit, 0.00), greatest(b.credit - b.debit, 0.00), l.id
  from (
    select e.ledger_id, sum(e.debit) as debit, sum(e.credit) as credit
    from ledger.ledger_entries as e
    where e.tenant_id = (select core.current_tenant()) and e.entry_date <= p_as_of
    group by e.ledger_id
  ) as b
  join ledger.ledgers as l on l.tenant_id = (select core.current_tenant()) and l.id = b.ledger_id
  join ledger.groups as g on g.code = l.group_code
  where b.debit <> b.credit
  order by array_position(array['asset', 'liability', 'income', 'expense'], g.nature), g.name, l.name, l.id;
end;
comment on function reports.trial_balance(date) is 'Closing balance of every ledger that has one at the end of a day';
