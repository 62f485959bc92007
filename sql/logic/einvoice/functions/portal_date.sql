-- Why: the portal writes days as dd/MM/yyyy, and its schema lets 31/02/2026 pass. Answers null for a day that is none.
-- Called by: einvoice.read_payloads.
create or replace function einvoice.portal_date(p_text text) returns date
language sql stable parallel safe
set search_path = ''
as $$
  select case when p_text ~ '^[0-9]{2}/[0-9]{2}/[0-9]{4}$' and pg_input_is_valid(iso.day, 'date') then iso.day::date end
  from (select substr(p_text, 7, 4) || '-' || substr(p_text, 4, 2) || '-' || substr(p_text, 1, 2) as day) as iso
$$;
comment on function einvoice.portal_date(text) is 'dd/MM/yyyy as a date; null where it is no day of the calendar';
