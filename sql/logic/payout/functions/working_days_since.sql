-- Why: banks pay on working days: what was sent on a Friday is not late on Sunday. Called by: payout.payments_not_reported.
-- Monday to Friday; a bank's holidays are not known here, so on one of them a payment is told of a day early and never late.
create or replace function payout.working_days_since(p_day date) returns integer
language sql stable
set search_path = ''
as $$
  select count(*)::integer from generate_series(p_day + 1, core.today(), interval '1 day') as d (day) where extract(isodow from d.day) < 6
$$;
comment on function payout.working_days_since(date) is 'Working days, Monday to Friday, after a day and up to today';
