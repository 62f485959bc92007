-- Why: the 15th character of a GSTIN guards the other fourteen (GSTN's Luhn over base 36: weights 1 and 2, quotient plus
-- remainder by 36). Takes at least 14 characters of 0-9 A-Z. A set of one, with an SQL-standard body, like the other
-- look-ups of this schema: only so does the planner make them part of the statement that asks for a thousand rows.
create or replace function gst.check_digit(p_gstin text) returns setof text
language sql immutable parallel safe
begin atomic
  select substr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', ((36 - sum(p / 36 + p % 36) % 36) % 36)::int + 1, 1)
  from (select (strpos('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', substr(p_gstin, i, 1)) - 1) * (2 - i % 2) as p
        from generate_series(1, 14) as i) as products;
end;
comment on function gst.check_digit(text) is 'The check character GSTN''s algorithm gives the first fourteen characters of a GSTIN';
