-- Why: mails say amounts as people here write them: ₹23,400, ₹1,53,400, ₹24,50,000.50. Paise only where there are some.
create or replace function payout.rupees_text(p_amount numeric) returns text
language sql immutable parallel safe
return case when p_amount < 0 then '-' else '' end || '₹'
  || regexp_replace(trunc(abs(p_amount))::text, '(\d)(?=(\d\d)*\d{3}$)', '\1,', 'g')
  || case when p_amount <> trunc(p_amount) then right(to_char(abs(p_amount), 'FM999999999999990.00'), 3) else '' end;
comment on function payout.rupees_text(numeric) is 'Rupees with the Indian grouping of digits, as people write them';
