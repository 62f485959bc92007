-- Why: a whole number of a series: its template on the date with the sequence padded in. Posting fills the same template
-- under the lock (billing.take_numbers); this one is for looking ahead.
create or replace function billing.series_number(p_series billing.numbering_series, p_sequence bigint, p_date date) returns text
language sql stable
set search_path = ''
as $$ select billing.fill_sequence(billing.number_template(p_series, p_date), p_sequence, (p_series).padding) $$;
comment on function billing.series_number(billing.numbering_series, bigint, date) is 'The number a series gives for a sequence on a date';
