-- Why: whether a text is a state code; null (nothing given) where there is none to judge.
create or replace function gst.is_state(p_code text) returns boolean
language sql stable parallel safe
set search_path = ''
as $$ select case when p_code is not null then exists (select 1 from gst.states where code = p_code) end $$;
comment on function gst.is_state(text) is 'Whether a text is a state code, or null for null';
