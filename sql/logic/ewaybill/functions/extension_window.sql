-- Why: a validity is extended from eight hours before its end to eight hours after it (rule 138(10), fourth proviso; the
-- portal's error 382). Null where there is no validity. Called by: ewaybill.check_extension, ewaybill.e_way_bill_json, the watch.
create or replace function ewaybill.extension_window(p_valid_until timestamptz) returns table (opens_at timestamptz, closes_at timestamptz)
language sql stable rows 1
set search_path = ''
as $$
  select p_valid_until - around.h, p_valid_until + around.h
  from gst.limit_on('e_way_bill_extension_hours', (p_valid_until at time zone 'Asia/Kolkata')::date) as l(hours)
  cross join lateral (select l.hours * interval '1 hour' as h) as around
$$;
comment on function ewaybill.extension_window(timestamptz) is 'When a validity may be extended';
