-- Why: a row of the law as JSON tells it: names in camelCase, percentages without idle zeros.
-- Called by: gst.reference_table, reference_changes.
create or replace function gst.reference_row_json(p_row json) returns json
language sql immutable parallel safe
set search_path = ''
as $$
  select json_object_agg(core.camel_case(name),
           case when name like '%rate' and json_typeof(value) = 'number' then to_json(trim_scale(value::text::numeric)) else value end)
  from json_each(p_row) as cell(name, value)
$$;
comment on function gst.reference_row_json(json) is 'A row of the law as JSON';
