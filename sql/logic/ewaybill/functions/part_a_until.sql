-- Why: a number without a vehicle serves so many days (gst.limits, rule 138(3)).
create or replace function ewaybill.part_a_until(p_generated_at timestamptz) returns timestamptz
language sql stable
set search_path = ''
as $$
  select p_generated_at + l.days * interval '1 day'
  from gst.limit_on('e_way_bill_part_a_days', (p_generated_at at time zone 'Asia/Kolkata')::date) as l(days)
$$;
comment on function ewaybill.part_a_until(timestamptz) is 'Until when a bill without a vehicle may be given one';
