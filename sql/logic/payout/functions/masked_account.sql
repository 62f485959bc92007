-- Why: how many digits an account number has is nobody's business either: six X and the last four, always.
create or replace function payout.masked_account(p_last4 text) returns text
language sql immutable parallel safe
return 'XXXXXX' || p_last4;
comment on function payout.masked_account(text) is 'A bank account as it is shown: XXXXXX7890';
