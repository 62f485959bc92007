-- Why: a ledger may begin with a balance: a journal against Opening Balances, posted as any other document, in the same
-- transaction. Of the first day of this financial year where no date is given. Called by: ledger.put_ledger.
-- Refuses: what posting refuses of the journal, under /openingBalance.
create or replace function ledger.book_opening_balance(p_ledger_id uuid, p_name text, p_balance jsonb) returns void
language plpgsql
set search_path = ''
as $$
declare
  v_day text := coalesce(p_balance ->> 'date', left(core.financial_year(core.today()), 4) || '-04-01');
  v_posted record;
begin
  select * into v_posted
  from billing.post_vouchers(jsonb_build_array(jsonb_build_object('document', jsonb_build_object(
    'type', 'journal', 'date', v_day, 'narration', 'Opening balance of ' || p_name,
    'entries', jsonb_build_array(
      jsonb_strip_nulls(jsonb_build_object('ledgerId', p_ledger_id, 'debit', p_balance -> 'debit', 'credit', p_balance -> 'credit')),
      jsonb_strip_nulls(jsonb_build_object('ledger', 'opening_balances', 'debit', p_balance -> 'credit', 'credit', p_balance -> 'debit')))))));
  if v_posted.outcome = 'refused' then
    perform core.refuse(v_posted.answer::jsonb #>> '{0,code}', '/openingBalance' || coalesce(nullif(v_posted.answer::jsonb #>> '{0,pointer}', '/entries'), ''),
                        v_posted.answer::jsonb #> '{0,facts}');
  end if;
end $$;
comment on function ledger.book_opening_balance(uuid, text, jsonb) is 'Posts the opening balance of a new ledger: {debit | credit, date?}';
