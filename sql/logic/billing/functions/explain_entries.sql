-- Why: what each entry in the books is: the amount of the document that the rule of its kind names, an entry that came with
-- the document, the tax of an advance taken back, or, of a cancelled document, the reversal of one of these.
-- Called by: billing.explain_vouchers.
create or replace function billing.explain_entries(p_vouchers billing.voucher[], p_entries ledger.ledger_entry[]) returns setof billing.explained_figure
language sql stable
set search_path = ''
as $$
  select e.voucher_id, array[6, e.place], '/ledgerEntries/' || (e.place - 1) || case when e.debit > 0 then '/debit' else '/credit' end,
         case when law.amount is null then greatest(e.debit, e.credit) else abs(billing.amount_of(e.voucher, law.amount)) end, null::jsonb,
         case when e.is_reversal then 'the document was cancelled: reverses ' else '' end || case
           when law.amount is not null then coalesce(said.words, law.amount) || case when law.side = case when (e.debit > 0) <> e.is_reversal then 'debit' else 'credit' end then '' else ', negative, on the other side' end
           when e.entry_no_then > 100 then 'the tax paid on advances, taken back as the invoice charges all of it'
           when account.code = 'exchange_difference' then 'the difference between the rate of exchange of what is settled and that of the money'
           else 'an entry that came with the document' end,
         case when law.amount is not null then 'entry ' || law.entry_no || ' of a ' || kind.title
           when e.entry_no_then > 100 then 'CGST Act s.13(2), rule 50' when account.code = 'exchange_difference' then 'AS 11' else 'the document' end,
         jsonb_strip_nulls(jsonb_build_object('ledger', coalesce(account.name, (e.voucher).party_name), 'amountOf', law.amount)), null::numeric, null::numeric
  from (
    select n.voucher_id, n.ledger_id, n.debit, n.credit, v as voucher, (row_number() over by_number)::int as place,
           v.status = 'cancelled' and n.entry_no > max(n.entry_no) over whole / 2 as is_reversal,
           case when v.status = 'cancelled' and n.entry_no > max(n.entry_no) over whole / 2 then n.entry_no - max(n.entry_no) over whole / 2 else n.entry_no end as entry_no_then
    from unnest(p_entries) as n
    join unnest(p_vouchers) as v on v.id = n.voucher_id
    window by_number as (partition by n.voucher_id order by n.entry_no), whole as (partition by n.voucher_id)
  ) as e
  join billing.voucher_kinds as kind on kind.voucher_type = (e.voucher).voucher_type
  left join billing.voucher_kind_entries as law on law.voucher_type = kind.voucher_type and law.entry_no = e.entry_no_then
  left join ledger.ledgers as account on account.tenant_id = (e.voucher).tenant_id and account.id = e.ledger_id
  left join (values ('value', 'what is supplied, before tax'), ('cgst', 'the CGST charged'), ('sgst', 'the SGST or UTGST charged'), ('igst', 'the IGST charged'),
    ('cess', 'the cess charged'), ('tax', 'all the tax'), ('round_off', 'what rounding to the rupee added or took'), ('total', 'the total of the document'),
    ('stock_cost', 'the cost of the goods moved, at weighted average'), ('reverse_cgst', 'the CGST the recipient owes'), ('reverse_sgst', 'the SGST or UTGST the recipient owes'),
    ('reverse_igst', 'the IGST the recipient owes'), ('reverse_cess', 'the cess the recipient owes')) as said (amount, words) on said.amount = law.amount
$$;
comment on function billing.explain_entries(billing.voucher[], ledger.ledger_entry[]) is 'What the entries of documents in the books are made of';
