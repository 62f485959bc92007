-- Why: the bank gives our reference back, and somebody may have to read it out: P, nine letters of Crockford's base 32
-- (no I, L, O, U) and a check letter (Luhn modulo 32), which a slip or a swap of two neighbours breaks.
-- p_number below 2^45: two numbers never have the same reference. Neighbours look unlike. Called by: payout.make_bank_files.
create or replace function payout.payment_ref(p_number bigint) returns text
language sql immutable parallel safe
set search_path = ''
as $$
  select 'P' || string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', d.digit + 1, 1), '' order by d.place)
    || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (32 - (sum(d.weighed / 32 + d.weighed % 32) % 32)::integer) % 32, 1)
  from (
    select place, n.digit, n.digit * case when place % 2 = 1 then 2 else 1 end as weighed
    from generate_series(1, 9) as place,
      lateral (select (((p_number * 174763) & 35184372088831) >> (45 - 5 * place) & 31)::integer as digit) as n
  ) as d
$$;
comment on function payout.payment_ref(bigint) is 'Our reference of an attempt to pay, of its number: P, nine letters, a check letter';
