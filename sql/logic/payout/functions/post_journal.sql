-- Why: what happens to payouts stands in the books by the one posting path, in the transaction of the fact. Called by: payout
-- functions that book. Takes entries [{ledger: code, debit | credit}]; those of nothing are left out. Answers the voucher;
-- null where the company does not book payouts, or nothing is left to book.
-- Refuses: what posting refuses of the journal, by its name (period_locked, company_not_set_up, …): the fact goes with it.
create or replace function payout.post_journal(p_date date, p_reference text, p_narration text, p_entries jsonb) returns uuid
language plpgsql
set search_path = ''
as $$
declare
  v_entries jsonb;
  v_posted record;
begin
  if not (select s.books_invoices from payout.settings as s where s.tenant_id = (select core.current_tenant())) then
    return null;
  end if;
  select jsonb_agg(e.entry order by e.ord) into v_entries
  from jsonb_array_elements(p_entries) with ordinality as e (entry, ord)
  where coalesce((e.entry ->> 'debit')::numeric, (e.entry ->> 'credit')::numeric) > 0;
  if v_entries is null then
    return null;
  end if;
  select * into v_posted from billing.post_vouchers(jsonb_build_array(jsonb_build_object('document', jsonb_build_object(
    'type', 'journal', 'date', p_date, 'reference', p_reference, 'narration', p_narration, 'entries', v_entries))));
  if v_posted.outcome = 'refused' then
    perform core.refuse(v_posted.answer::jsonb #>> '{0,code}', null, coalesce(v_posted.answer::jsonb #> '{0,facts}', '{}'));
  end if;
  return v_posted.voucher_id;
end $$;
comment on function payout.post_journal(date, text, text, jsonb) is 'Posts a journal of payouts; the voucher''s id, null where a company keeps them out of its books';
