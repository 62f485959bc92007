-- Why: a month as 2024-11; what a spreadsheet makes of it (Nov-24) is none.
create or replace function payout.is_month(p_text text) returns boolean
language sql immutable parallel safe
return coalesce(p_text ~ '^[12][0-9]{3}-(0[1-9]|1[0-2])$', false);
comment on function payout.is_month(text) is 'Whether a text is a month as 2024-11';
