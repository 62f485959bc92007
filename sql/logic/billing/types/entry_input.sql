-- What a caller sent as entries of a money document, one row an entry (billing.read_entries).
create type billing.entry_input as (
  ord integer,
  entry_no integer,
  ledger_id uuid,
  ledger text,
  debit numeric,
  credit numeric
);
comment on type billing.entry_input is 'An entry as sent: its ledger by id, or by code or name; one side in rupees';
