-- Why: over-dimensional cargo, and whatever goes by ship, has a day for 20 km instead of 200 (rule 138(10)).
create or replace function ewaybill.is_over_dimensional(p_transport jsonb) returns boolean
language sql immutable parallel safe
set search_path = ''
as $$ select coalesce(p_transport ->> 'vehicleType' = 'over_dimensional' or p_transport ->> 'mode' = 'ship', false) $$;
comment on function ewaybill.is_over_dimensional(jsonb) is 'Whether a transport counts as over-dimensional for its validity';
