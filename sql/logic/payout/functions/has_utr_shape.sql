-- Why: a reference of a form no payment system gives is worth a warning, not a refusal: banks write others too. NEFT 16 letters and
-- digits after the bank's four letters; RTGS 22: four letters, R, a channel, a day and a number; IMPS and UPI 12 digits.
-- Called by: payout.classify_settlement, with upper-case letters and digits. By plain text and not by a regular expression, whose
-- machine would be built anew for each of a hundred thousand rows.
create or replace function payout.has_utr_shape(p_utr text) returns boolean
language sql immutable parallel safe
return case length(p_utr)
  when 12 then translate(p_utr, '0123456789', '') = ''
  when 16 then translate(left(p_utr, 4), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '') = ''
  when 22 then translate(left(p_utr, 4), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '') = '' and substr(p_utr, 5, 1) = 'R'
    and translate(right(p_utr, 16), '0123456789', '') = ''
  else p_utr is null
end;
comment on function payout.has_utr_shape(text) is 'Whether a bank reference has the form of NEFT, RTGS, IMPS or UPI; true where there is none';
