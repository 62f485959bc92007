-- Why: registration marks are told with blanks, hyphens and small letters; the portal takes none of them.
create or replace function ewaybill.vehicle_number(p_told text) returns text
language sql immutable parallel safe
set search_path = ''
as $$ select nullif(regexp_replace(upper(p_told), '[^A-Z0-9]', '', 'g'), '') $$;
comment on function ewaybill.vehicle_number(text) is 'A vehicle number as the portal takes it; null where there is none';
