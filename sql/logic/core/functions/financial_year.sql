-- Why: 1 April to 31 March, written as the portals write it: 2026-27. Takes the document's own date.
create or replace function core.financial_year(p_date date) returns text
language sql immutable parallel safe
return extract(year from p_date - interval '3 months')::int::text
  || '-' || lpad(((extract(year from p_date - interval '3 months')::int + 1) % 100)::text, 2, '0');
comment on function core.financial_year(date) is 'The Indian financial year of a date, as 2026-27';
