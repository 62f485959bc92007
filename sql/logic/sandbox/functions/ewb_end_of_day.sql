-- Why: a validity ends with a day: 23:59 of it, in IST, so many days after the one it counts from.
create or replace function sandbox.ewb_end_of_day(p_from timestamptz, p_days integer) returns timestamptz
language sql immutable parallel safe
set search_path = ''
as $$ select (((p_from at time zone 'Asia/Kolkata')::date + p_days) + time '23:59') at time zone 'Asia/Kolkata' $$;
comment on function sandbox.ewb_end_of_day(timestamptz, integer) is '23:59 IST so many days later';
