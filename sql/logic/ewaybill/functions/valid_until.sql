-- Why: how long a bill is valid: a day for so many km or part of them, by the day it was made (gst.limits), counted from the
-- midnight after Part B; it ends with the last minute of its last day in IST. Source: rule 138(10). The portal's own word
-- counts where it gives one. Called by: tests, and the printed bill where the portal gave no validity.
create or replace function ewaybill.valid_until(p_from timestamptz, p_distance_km integer, p_is_over_dimensional boolean) returns timestamptz
language sql stable
set search_path = ''
as $$
  select ((day + greatest(1, ceil(p_distance_km / a_day.km))::int) + time '23:59') at time zone 'Asia/Kolkata'
  from (select (p_from at time zone 'Asia/Kolkata')::date as day) as d
  cross join lateral gst.limit_on(case when p_is_over_dimensional then 'e_way_bill_km_a_day_over_dimensional' else 'e_way_bill_km_a_day' end, d.day) as a_day(km)
$$;
comment on function ewaybill.valid_until(timestamptz, integer, boolean) is 'When a bill with Part B of this moment and this distance in km ends';
