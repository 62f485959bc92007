-- Why: money as spreadsheets write it: 130000, 130000.00, 1,30,000.00; a recovery is negative. Null for anything else, and for
-- western grouping (130,000.00), which is more often a mistake than meant. Called by: payout.take_payouts.
create or replace function payout.read_rupees(p_text text) returns numeric
language sql immutable parallel safe
return case
  when p_text ~ '^-?[0-9]{1,13}([.][0-9]{1,2})?$' then p_text::numeric(18, 2)
  when p_text ~ '^-?([0-9]{1,2}(,[0-9]{2}){0,5},[0-9]{3})([.][0-9]{1,2})?$' then replace(p_text, ',', '')::numeric(18, 2)
end;
comment on function payout.read_rupees(text) is 'Rupees from text, plain or in Indian grouping; null where it is no amount';
