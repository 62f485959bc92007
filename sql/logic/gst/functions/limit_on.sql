-- Why: the single amounts the law names, as they stood on a day (gst.limits).
create or replace function gst.limit_on(p_name text, p_date date) returns setof numeric
language sql stable parallel safe rows 1
begin atomic
  select l.value from gst.limits as l where l.name = p_name and l.valid_from <= p_date order by l.valid_from desc limit 1;
end;
comment on function gst.limit_on(text, date) is 'A named amount of the law (gst.limits) on a day, in rupees';
