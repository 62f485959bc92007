-- What every ledger has come to, over all dates; billing's entries always balance, so debits equal credits here too.
create or replace view ledger.trial_balance with (security_invoker = true) as
select l.tenant_id, l.id as ledger_id, l.name as ledger, g.name as group_name, g.nature,
  greatest(b.debit - b.credit, 0.00) as debit, greatest(b.credit - b.debit, 0.00) as credit
from (select tenant_id, ledger_id, sum(debit) as debit, sum(credit) as credit from ledger.ledger_entries group by tenant_id, ledger_id) as b
join ledger.ledgers as l on l.tenant_id = b.tenant_id and l.id = b.ledger_id
join ledger.groups as g on g.code = l.group_code
where b.debit <> b.credit;
comment on view ledger.trial_balance is 'Closing balance of every ledger that has one, on its side; debits equal credits';
