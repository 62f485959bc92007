-- Why: gst.limit_on for where the amount is wanted of few documents only: a call of its own, not part of the statement.
create or replace function gst.limit_of(p_name text, p_date date) returns numeric
language sql stable parallel safe
set search_path = ''
as $$ select l from gst.limit_on(p_name, p_date) as l $$;
comment on function gst.limit_of(text, date) is 'A named amount of the law (gst.limits) on a day, in rupees; null before there was one';
