-- Why: a column's name as JSON writes it, where rows are told whole: valid_from becomes validFrom.
-- Called by: gst.reference_table.
create or replace function core.camel_case(p_name text) returns text
language sql immutable parallel safe
return lower(left(p_name, 1)) || substr(replace(initcap(replace(p_name, '_', ' ')), ' ', ''), 2);
comment on function core.camel_case(text) is 'snake_case to camelCase';
