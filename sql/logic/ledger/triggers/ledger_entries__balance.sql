-- A voucher's entries come in one statement (billing.write_entries), so they can be checked once a statement.
create or replace trigger ledger_entries__balance
  after insert on ledger.ledger_entries
  referencing new table as new_rows
  for each statement execute function ledger.check_balance();
