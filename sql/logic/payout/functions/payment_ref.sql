-- Why: the bank gives our reference back, and somebody may have to read it out: P, nine letters of Crockford's base 32
-- (no I, L, O, U) and a check letter (Luhn modulo 32), which a slip or a swap of two neighbours breaks.
-- p_number below 2^45: two numbers never have the same reference. Neighbours look unlike. Called by: payout.make_bank_files.
create or replace function payout.payment_ref(p_number bigint) returns text
language plpgsql immutable parallel safe
set search_path = ''
as $$
declare
  v_letters constant text := '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  v_rest bigint := (p_number * 174763) & 35184372088831; -- an odd factor modulo 2^45 gives each number another
  v_text text := '';
  v_sum integer := 0;
  v_digit integer;
begin
  for v_place in 1..9 loop -- from the right
    v_digit := v_rest & 31;
    v_rest := v_rest >> 5;
    v_text := substr(v_letters, v_digit + 1, 1) || v_text;
    v_digit := v_digit * (1 + v_place % 2);
    v_sum := v_sum + v_digit / 32 + v_digit % 32;
  end loop;
  return 'P' || v_text || substr(v_letters, 1 + (32 - v_sum % 32) % 32, 1);
end $$;
comment on function payout.payment_ref(bigint) is 'Our reference of an attempt to pay, of its number: P, nine letters, a check letter';
