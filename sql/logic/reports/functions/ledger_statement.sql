-- Why: the entries of a ledger over some days with the balance after each, debit positive, from what the ledger stood at
-- before. In the order of days, then of posting. Reads the ledger's own entries of those days and no others.
create or replace function reports.ledger_statement(p_ledger_id uuid, p_from date, p_to date)
returns table (date date, voucher_type text, number text, party text, narration text, debit numeric, credit numeric, balance numeric, voucher_id uuid)
language sql stable parallel safe
begin atomic
  select e.entry_date, v.voucher_type, v.number, v.party_name, v.narration, e.debit, e.credit,
         (select reports.balance_before(p_ledger_id, p_from)) + sum(e.debit - e.credit) over (order by e.entry_date, v.created_at, v.number, e.entry_no, e.id),
         v.id
  from ledger.ledger_entries as e
  join billing.vouchers as v on v.tenant_id = e.tenant_id and v.id = e.voucher_id
  where e.tenant_id = (select core.current_tenant()) and e.ledger_id = p_ledger_id and e.entry_date between p_from and p_to
  order by e.entry_date, v.created_at, v.number, e.entry_no, e.id;
end;
comment on function reports.ledger_statement(uuid, date, date) is 'Entries of a ledger over some days with a running balance';
