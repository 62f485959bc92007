-- Phase 4 of posting, check: what is wrong with the entries of money documents, as codes of core.refusals: of the document
-- as a whole, of each entry where it was sent, and of the account through which any document was paid.
create or replace function billing.check_entries(p_docs billing.resolved_document[], p_entries billing.entry_input[]) returns billing.refusal[]
language sql stable
set search_path = ''
as $$
  select coalesce(array_agg(row(fault.ord, fault.place, fault.codes, fault.facts)::billing.refusal), '{}')
  from (
    select d.ord, '' as place, array_remove(array[
             case when total.entries < 2 then 'entries_missing' end,
             case when total.entries >= 2 and total.debit <> total.credit then 'entries_do_not_balance' end,
             case when total.debit > 999999999999.99 or total.credit > 999999999999.99 then 'money_too_large' end,
             case when total.names_party and d.match_key is null then 'party_missing' end
           ], null) as codes,
           jsonb_build_object('voucherType', d.voucher_type, 'debit', total.debit, 'credit', total.credit, 'limit', 999999999999.99) as facts
    from unnest(p_docs) as d
    cross join lateral (
      select count(*) as entries, coalesce(sum(e.debit), 0) as debit, coalesce(sum(e.credit), 0) as credit, coalesce(bool_or(e.ledger = 'party'), false) as names_party
      from unnest(p_entries) as e where e.ord = d.ord
    ) as total
    where d.flow = 'money'
    union all
    select d.ord, case
             when not d.particulars ? 'amount' or d.particulars is null then '/entries/' || (e.entry_no - 1)
             when d.voucher_type = 'contra' then case e.entry_no when 1 then '/toId' else '/fromId' end
             when is_money then '/accountId' when d.particulars ? 'ledgerId' then '/ledgerId' else '/ledger'
           end,
           array_remove(array[
             case when e.ledger_id is null and e.ledger is distinct from 'party' then 'ledger_unknown' end,
             case when e.debit < 0 or e.credit < 0 or (e.debit > 0) = (e.credit > 0) then 'entry_has_one_side' end,
             case when d.voucher_type = 'contra' and not is_bank then 'contra_ledgers_only' end,
             case when d.particulars ? 'amount' and d.voucher_type <> 'contra' and is_money and not is_bank then 'account_not_bank_or_cash' end
           ], null),
           jsonb_build_object('ledger', coalesce(account.name, e.ledger), 'group', account.group_code)
    from unnest(p_docs) as d
    join unnest(p_entries) as e on e.ord = d.ord
    left join ledger.ledgers as account on account.tenant_id = (select core.current_tenant()) and account.id = e.ledger_id
    cross join lateral (
      select account.group_code in ('bank_accounts', 'cash_in_hand') as is_bank,
             case d.voucher_type when 'receipt' then e.entry_no = 1 when 'payment' then e.entry_no = 2 else true end as is_money
    ) as what
    union all
    select d.ord, '/accountId', array[case when account.id is null then 'ledger_unknown' else 'account_not_bank_or_cash' end],
           jsonb_build_object('ledger', coalesce(account.name, d.particulars ->> 'accountId'), 'group', account.group_code)
    from unnest(p_docs) as d
    left join ledger.ledgers as account
      on account.tenant_id = (select core.current_tenant()) and account.id = (d.particulars ->> 'accountId')::uuid
    where d.flow <> 'money' and d.particulars ? 'accountId' and (account.group_code in ('bank_accounts', 'cash_in_hand')) is not true
  ) as fault
  where fault.codes <> '{}'
$$;
comment on function billing.check_entries(billing.resolved_document[], billing.entry_input[]) is 'Faults of money documents and their entries';
