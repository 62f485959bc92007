-- Why: says when two parties are the same one: the same GSTIN, else the same name in the same state.
create or replace function billing.party_match_key(p_gstin text, p_name text, p_state_code text) returns text
language sql immutable parallel safe
return coalesce(p_gstin, lower(regexp_replace(trim(p_name), '\s+', ' ', 'g')) || '|' || coalesce(p_state_code, ''));
comment on function billing.party_match_key(text, text, text) is 'What makes a party the same one: GSTIN, else name and state';
