-- Why: the single amounts the law names, as they stood on a day (gst.limits).
create or replace function gst.limit_on(p_name text, p_date date) returns numeric
language sql stable parallel safe
set search_path = ''
as $$ select value from gst.limits where name = p_name and valid_from <= p_date order by valid_from desc limit 1 $$;
comment on function gst.limit_on(text, date) is 'A named amount of the law (gst.limits) on a day, in rupees';
