-- Why: one day for 200 km or part of it, for 20 km where the cargo is over-dimensional (rule 138(10)); one at least.
create or replace function sandbox.ewb_days(p_distance integer, p_is_over_dimensional boolean) returns integer
language sql immutable parallel safe
set search_path = ''
as $$ select greatest(1, ceil(p_distance / case when p_is_over_dimensional then 20.0 else 200.0 end))::int $$;
comment on function sandbox.ewb_days(integer, boolean) is 'Days a bill of this distance in km is valid';
