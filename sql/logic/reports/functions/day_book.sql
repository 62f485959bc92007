-- Why: the journal as it was written, day by day and voucher by voucher; of one kind of voucher where p_voucher_type says so.
create or replace function reports.day_book(p_from date, p_to date, p_voucher_type text default null)
returns table (date date, voucher_type text, number text, party text, ledger text, debit numeric, credit numeric, narration text, status text, voucher_id uuid)
language sql stable parallel safe
begin atomic
  select e.entry_date, v.voucher_type, v.number, v.party_name, l.name, e.debit, e.credit, v.narration, v.status, v.id
  from billing.vouchers as v
  join ledger.ledger_entries as e on e.tenant_id = v.tenant_id and e.voucher_id = v.id
  join ledger.ledgers as l on l.tenant_id = e.tenant_id and l.id = e.ledger_id
  where v.tenant_id = (select core.current_tenant()) and v.voucher_date between p_from and p_to and e.entry_date between p_from and p_to
    and (p_voucher_type is null or v.voucher_type = p_voucher_type)
  order by e.entry_date, v.created_at, v.number, e.entry_no;
end;
comment on function reports.day_book(date, date, text) is 'The journal over some days, an entry a row';
