-- Why: the portal writes days as dd/MM/yyyy, and its schema lets 31/02/2026 pass. Answers null for a day that is none.
-- Called by: sandbox.irp_refusals and its parts, sandbox.register_irp_invoice, sandbox.find_irp_invoice.
create or replace function sandbox.irp_date(p_text text) returns date
language sql immutable parallel safe
set search_path = ''
as $$
  select case when d.day between 1 and extract(day from d.month_start + interval '1 month - 1 day')
              then d.month_start + (d.day - 1) end
  from (select substr(p_text, 1, 2)::int as day,
               make_date(substr(p_text, 7, 4)::int, substr(p_text, 4, 2)::int, 1) as month_start
        where p_text ~ '^[0-9]{2}/(0[1-9]|1[0-2])/[0-9]{4}$') as d
$$;
comment on function sandbox.irp_date(text) is 'dd/MM/yyyy as a date; null where it is no day of the calendar';
