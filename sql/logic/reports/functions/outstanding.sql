-- Why: who owes what at the end of a day, invoice by invoice, ours to collect and ours to pay; how many days ago each was
-- made out. What is on account, without an invoice, is no part of it.
create or replace function reports.outstanding(p_as_of date, p_party_id uuid default null)
returns table (flow text, party text, voucher_type text, number text, date date, age_days integer, total_amount numeric, settled_amount numeric,
               credited_amount numeric, advance_amount numeric, outstanding_amount numeric, credit_amount numeric, voucher_id uuid, party_id uuid)
language sql stable
begin atomic
  select case o.flow when 'outward' then 'receivable' else 'payable' end, o.party_name, o.voucher_type, o.number, o.voucher_date, p_as_of - o.voucher_date,
         o.total_amount, o.settled_amount, o.credited_amount, o.applied_amount, o.outstanding, o.credit, o.voucher_id, o.party_id
  from billing.outstanding(p_as_of, p_party_id) as o
  order by 1 desc, o.party_name, o.voucher_date, o.number;
end;
comment on function reports.outstanding(date, uuid) is 'Open invoices at the end of a day, receivable and payable, with their age';
