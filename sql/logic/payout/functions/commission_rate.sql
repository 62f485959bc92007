-- Why: the rate of GST on commission on a day (payout.commission_rates). Written as an SQL-standard body so that it is inlined.
create or replace function payout.commission_rate(p_date date) returns setof numeric
language sql stable parallel safe rows 1
begin atomic
  select r.rate from payout.commission_rates as r where r.valid_from <= p_date order by r.valid_from desc limit 1;
end;
comment on function payout.commission_rate(date) is 'GST on commission on a day, per cent, both halves together';
