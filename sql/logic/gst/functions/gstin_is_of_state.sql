-- Why: the first two digits of a taxpayer's GSTIN are its State's code; those of an embassy, a non-resident or an online
-- service are not. True where there is nothing to compare.
create or replace function gst.gstin_is_of_state(p_gstin text, p_kind text, p_state_code text) returns boolean
language sql immutable parallel safe
return coalesce(left(p_gstin, 2) = p_state_code or p_kind not in ('normal', 'government', 'tds', 'tcs'), true);
comment on function gst.gstin_is_of_state(text, text, text) is 'Whether a GSTIN of a kind may stand with a state code';
