-- Why: what a person reads of something that stayed unknown, with what the portal last said.
create or replace function ewaybill.told_too_long(p_last text) returns text
language sql immutable parallel safe
set search_path = ''
as $$ select left(concat_ws(' ', 'the portal has not said for 46 hours whether it did this; it is asked again only by hand.', 'Last:' || ' ' || p_last), 1000) $$;
comment on function ewaybill.told_too_long(text) is 'The sentence of something that stayed unknown too long';
