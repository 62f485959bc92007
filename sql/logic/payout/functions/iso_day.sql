-- Why: a bank's dates have one format, and another is refused, never guessed. Called by: payout.read_settlement_rows, a row at a
-- time: no regular expression, since there are a hundred thousand. Answers 2024-12-08, or null where the text is no such day.
create or replace function payout.iso_day(p_text text, p_format text) returns text
language sql immutable parallel safe
set search_path = ''
as $$
  select case
    when translate(p_text, '123456789', '000000000') = translate(p_format, 'YMD', '000')
     and pg_input_is_valid(overlay(overlay('0000-00-00' placing substr(p_text, position('YYYY' in p_format), 4) from 1)
           placing substr(p_text, position('MM' in p_format), 2) || '-' || substr(p_text, position('DD' in p_format), 2) from 6), 'date')
    then substr(p_text, position('YYYY' in p_format), 4) || '-' || substr(p_text, position('MM' in p_format), 2) || '-' || substr(p_text, position('DD' in p_format), 2)
  end
$$;
comment on function payout.iso_day(text, text) is 'A day written in a bank''s one format, as ISO 8601; null where it is none';
