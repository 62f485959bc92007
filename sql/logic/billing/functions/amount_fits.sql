-- Why: a thousand lines must add up within numeric(18,2), taxes and all, so a line is worth less than a lakh crore rupees,
-- and less than nine with its taxes. Called by: billing.tax_lines, billing.check_lines.
create or replace function billing.amount_fits(p_amount numeric, p_percent numeric) returns boolean
language sql immutable parallel safe
return p_amount < 1e12 and p_amount * (100 + p_percent) < 9e14;
comment on function billing.amount_fits(numeric, numeric) is 'Whether a line''s amount, taxed at so many percent in all, can be stored and summed';
