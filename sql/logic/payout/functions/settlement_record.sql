-- Why: what a bank said of an attempt is known again by status, UTR and amount (both without a UTR are alike). Called by: whatever
-- classifies rows and records them in payout.payout_items.recorded.
create or replace function payout.settlement_record(p_status text, p_utr text, p_amount numeric) returns text
language sql immutable parallel safe
return p_status || '|' || coalesce(p_utr, '') || '|' || p_amount::text; -- a cast, else it is not inlined: a hundred thousand calls
comment on function payout.settlement_record(text, text, numeric) is 'What is recorded of a row that was taken: STATUS|UTR|amount';
