-- Why: parts of a debt in a foreign currency must come to its rupees exactly: up to so much of the currency, at the
-- invoice's own rate, and all rupees that are left with the last of it. What one part settles is the difference between
-- this before and after it. Called by: billing.read_allocations.
create or replace function billing.settled_rupees(p_currency numeric, p_rate numeric, p_currency_left numeric, p_left numeric) returns numeric
language sql immutable parallel safe
return case when p_currency >= p_currency_left then p_left else least(round(p_currency * p_rate, 2), p_left) end;
comment on function billing.settled_rupees(numeric, numeric, numeric, numeric) is 'Rupees of the first so much of a debt in a foreign currency';
