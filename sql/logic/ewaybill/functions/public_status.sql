-- Why: while a bill is on its way callers see pending; what is over its validity is expired, whenever the watch comes by. Part A
-- alone serves fifteen days for its vehicle to be told (rule 138(3)).
create or replace function ewaybill.public_status(p_status text, p_valid_until timestamptz, p_generated_at timestamptz default null) returns text
language sql stable
set search_path = ''
as $$
  select case when p_status = 'sending' then 'pending'
              when p_status = 'active' and p_valid_until < core.now() then 'expired'
              when p_status = 'part_a' and ewaybill.part_a_until(p_generated_at) < core.now() then 'expired'
              else p_status end
$$;
comment on function ewaybill.public_status(text, timestamptz, timestamptz) is 'A bill''s status as callers see it';
