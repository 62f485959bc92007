-- Why: the portal refuses a recipient whose GSTIN cannot exist. Its own test GSTINs fail this, so whoever is in
-- sandbox.irp_taxpayers is believed without it.
-- Called by: sandbox.irp_party_refusals.
create or replace function sandbox.gstin_check_digit_fits(p_gstin text) returns boolean
language sql immutable parallel safe
set search_path = ''
as $$
  with weighed as (
    select (strpos('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', substr(p_gstin, i, 1)) - 1) * (2 - i % 2) as product
    from generate_series(1, 14) as i
  )
  select p_gstin ~ '^[0-9]{2}[0-9A-Z]{13}$'
     and substr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ',
                ((36 - sum(product / 36 + product % 36) % 36) % 36)::int + 1, 1) = substr(p_gstin, 15, 1)
  from weighed
$$;
comment on function sandbox.gstin_check_digit_fits(text) is 'Whether the fifteenth character of a GSTIN is its check digit (modulus 36)';
