-- Why: entries that no rule of a kind gives. Those a money document brings; its party is booked at the rate of the
-- invoices it settles, what is not allocated at its own, and the difference of exchange is gain or loss. And of an invoice
-- that uses advances up: the tax paid on them is taken back, for the invoice charges all of its own.
-- Called by: billing.post_vouchers, billing.preview_vouchers.
create or replace function billing.draw_given_entries(
  p_docs billing.resolved_document[], p_vouchers billing.voucher[], p_entries billing.entry_input[], p_links billing.voucher_link[])
returns ledger.ledger_entry[]
language sql stable
set search_path = ''
as $$
  with exchange as (
    select d.voucher_id, d.voucher_type = 'receipt' as is_receipt,
           settled.rupees + round((sent.amount - settled.currency) * d.exchange_rate, 2) - round(sent.amount * d.exchange_rate, 2) as difference
    from unnest(p_docs) as d
    join (select k.voucher_id, sum(k.total_amount) as rupees, sum(k.quantity) as currency from unnest(p_links) as k where k.relation = 'settles' group by k.voucher_id) as settled
      on settled.voucher_id = d.voucher_id
    cross join lateral (select (d.particulars ->> 'amount')::numeric as amount) as sent
    where d.exchange_rate is not null and d.flow = 'money'
  ), entry as (
    select d.voucher_id, e.entry_no, e.ledger_id, null as ledger_code,
           e.debit + case when e.ledger = 'party' and e.debit > 0 then coalesce(x.difference, 0) else 0 end as debit,
           e.credit + case when e.ledger = 'party' and e.credit > 0 then coalesce(x.difference, 0) else 0 end as credit
    from unnest(p_entries) as e
    join unnest(p_docs) as d on d.ord = e.ord
    left join exchange as x on x.voucher_id = d.voucher_id
    union all
    select x.voucher_id, 3, null, 'exchange_difference', greatest(0, case when x.is_receipt then x.difference else -x.difference end),
           greatest(0, case when x.is_receipt then -x.difference else x.difference end)
    from exchange as x
    union all
    select taken.voucher_id, 100 + head.entry_no, null, head.ledger_code, head.debit, head.credit
    from (
      select k.voucher_id, sum(k.cgst_amount) as cgst, sum(k.sgst_amount) as sgst, sum(k.igst_amount) as igst, sum(k.cess_amount) as cess
      from unnest(p_links) as k where k.relation = 'applies' group by k.voucher_id
    ) as taken
    cross join lateral (values (1, 'output_cgst', taken.cgst, 0), (2, 'output_sgst', taken.sgst, 0), (3, 'output_igst', taken.igst, 0),
      (4, 'output_cess', taken.cess, 0), (5, 'gst_on_advances', 0, taken.cgst + taken.sgst + taken.igst + taken.cess)) as head(entry_no, ledger_code, debit, credit)
  )
  select coalesce(array_agg(row(
           v.tenant_id, core.uuid_v7(), v.id, e.entry_no, coalesce(e.ledger_id, system.id, v.party_id), v.voucher_date, e.debit, e.credit)::ledger.ledger_entry
         order by v.id, e.entry_no), '{}')
  from entry as e
  join unnest(p_vouchers) as v on v.id = e.voucher_id
  left join ledger.ledgers as system on system.tenant_id = v.tenant_id and system.code = e.ledger_code
  where e.debit <> 0 or e.credit <> 0
$$;
comment on function billing.draw_given_entries(billing.resolved_document[], billing.voucher[], billing.entry_input[], billing.voucher_link[]) is 'The journal entries that documents bring themselves';
