-- Why: whether a text is a unit quantity code (UQC); null (nothing given) where there is none to judge.
create or replace function gst.is_unit(p_code text) returns boolean
language sql stable parallel safe
set search_path = ''
as $$ select case when p_code is not null then exists (select 1 from gst.units where code = p_code) end $$;
comment on function gst.is_unit(text) is 'Whether a text is a unit quantity code, or null for null';
