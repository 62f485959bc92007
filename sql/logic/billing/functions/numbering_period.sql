-- Why: what a reset frequency makes of a document's date; a new period starts at the start number. The year is the
-- financial year, and the day is the document's own, so neither depends on the clock or the server's zone.
create or replace function billing.numbering_period(p_reset_frequency text, p_date date) returns text
language sql stable parallel safe
return case p_reset_frequency
    when 'never' then 'all'
    when 'yearly' then core.financial_year(p_date)
    when 'monthly' then to_char(p_date, 'YYYY-MM')
    when 'daily' then to_char(p_date, 'YYYY-MM-DD')
  end;
comment on function billing.numbering_period(text, date) is 'The period a date falls in: all, 2026-27, 2026-11 or 2026-11-20';
