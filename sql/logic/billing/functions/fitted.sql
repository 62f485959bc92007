-- Why: one tax head of a note in parts: all that is left with the last of the value, else what was worked out, less the
-- paisa by which rounding exceeds what is left. Called by: billing.fit_to_originals.
create or replace function billing.fitted(p_amount numeric, p_left numeric, p_is_last boolean) returns numeric
language sql immutable parallel safe
return case when abs(p_amount - p_left) <= 0.05 and p_is_last then p_left when p_amount > p_left and p_amount - p_left <= 0.01 then p_left else p_amount end;
comment on function billing.fitted(numeric, numeric, boolean) is 'A tax head fitted to what is left of its original';
