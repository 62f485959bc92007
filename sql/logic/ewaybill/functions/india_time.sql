-- Why: paper shows instants as India's clocks do. Called by: ewaybill.print_document, ewaybill.print_vehicles, ewaybill.print_trip.
create or replace function ewaybill.india_time(p_at timestamptz) returns text
language sql immutable parallel safe
set search_path = ''
as $$ select to_char(p_at at time zone 'Asia/Kolkata', 'YYYY-MM-DD"T"HH24:MI') $$;
comment on function ewaybill.india_time(timestamptz) is 'An instant in IST, to the minute';
