-- Why: a report that is asked without days runs to today in India, from the first day of that financial year.
-- Called by: domain/reports/run.ts. Refuses: report_days_reversed.
create or replace function reports.days_asked(p_from date, p_to date) returns table (first_day date, last_day date)
language plpgsql
set search_path = ''
as $$
begin
  last_day := coalesce(p_to, core.today());
  first_day := coalesce(p_from, make_date(left(core.financial_year(last_day), 4)::int, 4, 1));
  if first_day > last_day then
    perform core.refuse('report_days_reversed', '/from', jsonb_build_object('from', first_day, 'to', last_day));
  end if;
  return next;
end $$;
comment on function reports.days_asked(date, date) is 'First and last day of a report: today and the financial year where not told';
