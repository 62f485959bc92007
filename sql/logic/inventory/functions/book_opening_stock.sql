-- Why: where stock is kept perpetually the books hold its value from the first day: a journal of stock in hand against
-- opening balances, or the other way round for what is taken back. Called by: inventory.put_opening_stock.
-- Refuses: what billing.post_vouchers refuses of the journal, as its first error. Null where there is nothing to book.
create or replace function inventory.book_opening_stock(p_item text, p_date date, p_value numeric) returns uuid
language plpgsql
set search_path = ''
as $$
declare
  v_answer record;
  v_error jsonb;
begin
  if p_value = 0 then
    return null;
  end if;
  select p.outcome, p.answer, p.voucher_id into v_answer
  from billing.post_vouchers(jsonb_build_array(jsonb_build_object('document', jsonb_build_object(
    'type', 'journal', 'date', p_date, 'narration', left('Opening stock of ' || p_item, 500),
    'entries', jsonb_build_array(
      jsonb_build_object('ledger', 'stock_in_hand', case when p_value > 0 then 'debit' else 'credit' end, abs(p_value)),
      jsonb_build_object('ledger', 'opening_balances', case when p_value > 0 then 'credit' else 'debit' end, abs(p_value))))))) as p;
  if v_answer.outcome <> 'posted' then
    v_error := v_answer.answer::jsonb -> 0;
    perform core.refuse(v_error ->> 'code', '/date', v_error -> 'facts');
  end if;
  return v_answer.voucher_id;
end $$;
comment on function inventory.book_opening_stock(text, date, numeric) is 'Journal of a change of opening stock; its id';
