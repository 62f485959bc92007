-- Every entry of a ledger with its voucher and the balance after it (debit positive). Filter by ledger_id; the balance runs
-- by date, then in the order of posting: entry_date, posted_at, number, entry_no.
create or replace view ledger.ledger_statement with (security_invoker = true) as
select e.tenant_id, e.ledger_id, l.name as ledger, e.entry_date, v.voucher_type, v.number, e.voucher_id, v.party_name, v.narration,
  e.debit, e.credit,
  sum(e.debit - e.credit) over (partition by e.tenant_id, e.ledger_id order by e.entry_date, v.created_at, v.number, e.entry_no) as balance,
  e.id as entry_id, v.created_at as posted_at, e.entry_no
from ledger.ledger_entries as e
join ledger.ledgers as l on l.tenant_id = e.tenant_id and l.id = e.ledger_id
join billing.vouchers as v on v.tenant_id = e.tenant_id and v.id = e.voucher_id;
comment on view ledger.ledger_statement is 'The entries of a ledger with a running balance, debit positive';
