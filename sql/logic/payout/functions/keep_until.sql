-- Why: what proves a payment is kept as long as the law asks: books and vouchers for the eight financial years that precede
-- the current one (Companies Act 2013 s.128(5)), which is to the end of the eighth year after its own. Takes a kind of
-- payout.retention_periods and the day of the fact. Called by: whatever keeps, and payout.refuse_early_deletion.
create or replace function payout.keep_until(p_kind text, p_on date) returns date
language sql stable
set search_path = ''
as $$
  select make_date(extract(year from p_on - interval '3 months')::int + 1 + r.years, 3, 31)
  from payout.retention_periods as r where r.kind = p_kind
$$;
comment on function payout.keep_until(text, date) is 'The last day on which what happened that day must still be there: the end of a financial year';
