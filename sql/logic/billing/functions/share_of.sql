-- Why: the tax in a part of an advance: the difference between the rounded tax up to the end of the part and that up to its
-- beginning, so that all parts together come to all of it. Called by: billing.read_allocations.
create or replace function billing.share_of(p_head numeric, p_until numeric, p_part numeric, p_whole numeric) returns numeric
language sql immutable parallel safe
return case when p_whole <= 0 then 0 else round(p_head * p_until / p_whole, 2) - round(p_head * (p_until - p_part) / p_whole, 2) end;
comment on function billing.share_of(numeric, numeric, numeric, numeric) is 'The part of a tax head that goes with a part of its total';
