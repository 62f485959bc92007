-- Why: an address on paper names its State, and abroad its country. Null where there is none.
-- Called by: billing.print_document.
create or replace function billing.print_place(p_place jsonb) returns jsonb
language sql stable
set search_path = ''
as $$
  select p_place || jsonb_build_object('stateName', state.name, 'countryName', country.name)
  from (select 1) as one
  left join gst.states as state on state.code = p_place ->> 'stateCode'
  left join gst.countries as country on country.code = p_place ->> 'country' and country.code <> 'IN'
$$;
comment on function billing.print_place(jsonb) is 'An address with the names of its State and country';
