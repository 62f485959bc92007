-- Why: the portal takes the formats of registration marks it lists, blanks and hyphens left out.
create or replace function sandbox.ewb_vehicle_is_one(p_vehicle text) returns boolean
language sql immutable parallel safe
set search_path = ''
as $$
  select p_vehicle ~ '^([A-Z]{2}[0-9]{2}[A-Z]{0,3}[0-9]{4}|[A-Z]{3}[0-9]{4}|[A-Z]{2}[0-9]{3}[A-Z][0-9]{4}|[0-9]{2}BH[0-9]{4}[A-Z]{1,2}|DF[A-Z0-9]{4,13}|(TM|BP|NP)[A-Z0-9]{5,13})$'
$$;
comment on function sandbox.ewb_vehicle_is_one(text) is 'Whether a vehicle number has one of the portal''s formats';
