-- Why: the portal takes an amount that is a rupee off, rounded outward: for 10241.61 anything from 10240 to 10243. An
-- amount that is not given fits. Called by: einvoice.check_items, einvoice.check_totals. Source: NIC's list of validations.
create or replace function einvoice.amount_fits(p_given numeric, p_expected numeric) returns boolean
language sql immutable parallel safe
return coalesce(p_given between floor(p_expected) - 1 and ceil(p_expected) + 1, true);
comment on function einvoice.amount_fits(numeric, numeric) is 'Whether an amount lies in the portal''s tolerance around the expected one';
