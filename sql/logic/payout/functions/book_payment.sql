-- Why: what a bank paid, or took back, stands in the books on the bank's day; in a period that is closed, or before the books that
-- are open, it stands on today's, and the narration tells the bank's. Called by: payout.settle_file, decisions on exceptions.
-- p_kind: a kind of payout.postings. Refuses: what posting refuses else.
create or replace function payout.book_payment(
  p_kind text, p_file_id uuid, p_invoice_id uuid, p_day date, p_amount numeric, p_debit text, p_credit text, p_narration text)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_reference text := (select f.reconciliation_id from payout.settlement_files as f where f.tenant_id = v_tenant and f.id = p_file_id);
  v_entries jsonb := jsonb_build_array(
    jsonb_build_object('ledger', p_debit, 'debit', p_amount), jsonb_build_object('ledger', p_credit, 'credit', p_amount));
  v_day date := p_day;
  v_voucher uuid;
begin
  begin
    v_voucher := payout.post_journal(v_day, v_reference, p_narration, v_entries);
  exception when sqlstate 'PK400' or sqlstate 'PK409' then
    if sqlerrm not in ('period_locked', 'invoice_date_before_previous_year') then
      raise;
    end if;
    v_day := core.today();
    v_voucher := payout.post_journal(v_day, v_reference, p_narration || ' of ' || p_day, v_entries);
  end;
  if v_voucher is not null then
    insert into payout.postings (tenant_id, kind, invoice_id, settlement_file_id, voucher_id, amount, posted_on)
    values (v_tenant, p_kind, p_invoice_id, p_file_id, v_voucher, p_amount, v_day);
  end if;
end $$;
comment on function payout.book_payment(text, uuid, uuid, date, numeric, text, text, text) is 'Books what a bank paid or took back, as one journal';
