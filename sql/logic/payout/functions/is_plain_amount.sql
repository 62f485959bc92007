-- Why: rupees as machines write them: at most thirteen digits, and paise in one or two. Without a regular expression, whose machine
-- would be built anew for each of a hundred thousand rows. Called by: payout.read_settlement_rows.
create or replace function payout.is_plain_amount(p_text text) returns boolean
language sql immutable parallel safe
return case translate(p_text, '0123456789', '')
  when '' then length(p_text) between 1 and 13
  when '.' then position('.' in p_text) between 2 and 14 and length(p_text) - position('.' in p_text) between 1 and 2
  else false
end;
comment on function payout.is_plain_amount(text) is 'Whether text is rupees without grouping: 23400, 23400.5, 23400.50';
