-- Why: the portal's code for a mode of transport; road where none is told.
create or replace function ewaybill.mode_code(p_mode text) returns text
language sql immutable parallel safe
set search_path = ''
as $$ select case p_mode when 'rail' then '2' when 'air' then '3' when 'ship' then '4' else '1' end $$;
comment on function ewaybill.mode_code(text) is 'transMode of road, rail, air or ship';
