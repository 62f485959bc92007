-- Phase 1 of posting, read: the entries of money documents as rows, numbered from 1 within their document, each ledger
-- found by its id, its code or its name. The ledger "party" is the document's other party, who may be new and have no
-- ledger yet. A receipt, payment or contra in its short form (an amount, and between which two) becomes its two entries
-- here, in rupees at the document's own rate. What is not found stays null: billing.check_entries says so.
-- Called by: billing.compute_vouchers, where a document brings entries or an amount.
create or replace function billing.read_entries(p_docs jsonb, p_resolved billing.resolved_document[]) returns billing.entry_input[]
language sql stable
set search_path = ''
as $$
  with sent as (
    select (item.ord - 1)::int as ord, entry.entry_no::int, e."ledgerId" as ledger_id, nullif(trim(e.ledger), '') as ledger,
           coalesce(e.debit, 0) as debit, coalesce(e.credit, 0) as credit
    from jsonb_array_elements(p_docs) with ordinality as item(body, ord)
    cross join lateral jsonb_array_elements(item.body #> '{document,entries}') with ordinality as entry(body, entry_no)
    cross join lateral jsonb_to_record(entry.body) as e("ledgerId" uuid, ledger text, debit numeric, credit numeric)
    union all
    select d.ord, side.entry_no, named.ledger_id,
           case when named.ledger_id is not null then null when side.is_money then 'bank' else coalesce(d.particulars ->> 'ledger', 'party') end,
           case when side.entry_no = 1 then money.rupees else 0 end, case when side.entry_no = 2 then money.rupees else 0 end
    from unnest(p_resolved) as d
    cross join lateral (select round((d.particulars ->> 'amount')::numeric * coalesce(d.exchange_rate, 1), 2) as rupees) as money
    cross join lateral (values (1, d.voucher_type <> 'payment'), (2, d.voucher_type <> 'receipt')) as side(entry_no, is_money)
    cross join lateral (
      select (d.particulars ->> case when d.voucher_type = 'contra' then case side.entry_no when 1 then 'toId' else 'fromId' end
                                     when side.is_money then 'accountId' else 'ledgerId' end)::uuid as ledger_id
    ) as named
    where d.flow = 'money' and money.rupees is not null
  )
  select coalesce(array_agg(row(
           s.ord, s.entry_no, coalesce(by_id.id, by_code.id, by_name.id, case when s.ledger = 'party' then d.party_id end),
           coalesce(s.ledger, s.ledger_id::text), s.debit, s.credit)::billing.entry_input order by s.ord, s.entry_no), '{}')
  from sent as s
  join unnest(p_resolved) as d on d.ord = s.ord
  left join ledger.ledgers as by_id on by_id.tenant_id = (select core.current_tenant()) and by_id.id = s.ledger_id
  left join ledger.ledgers as by_code on by_code.tenant_id = (select core.current_tenant()) and s.ledger_id is null and by_code.code = s.ledger
  left join ledger.ledgers as by_name
    on by_name.tenant_id = (select core.current_tenant()) and s.ledger_id is null and by_name.name = s.ledger and by_name.party_id is null
$$;
comment on function billing.read_entries(jsonb, billing.resolved_document[]) is 'The entries of money documents as rows';
