-- Why: the portal lets figures be off by a rupee, rounded outward: 10241.61 takes 10240.00 to 10243.00.
-- Called by: sandbox.irp_item_refusals, sandbox.irp_total_refusals.
create or replace function sandbox.irp_within(p_passed numeric, p_computed numeric) returns boolean
language sql immutable parallel safe
set search_path = ''
as $$ select p_passed between floor(p_computed) - 1 and ceil(p_computed) + 1 $$;
comment on function sandbox.irp_within(numeric, numeric) is 'Whether a passed amount lies in the portal''s tolerance around the computed one';
