-- Why: the first two digits of a taxpayer's GSTIN are its State's code; those of an embassy, a non-resident or an online
-- service are not. True where there is nothing to compare.
create or replace function billing.gstin_is_of_state(p_gstin text, p_state_code text) returns boolean
language sql stable parallel safe
set search_path = ''
as $$
  select coalesce(left(p_gstin, 2) = p_state_code or gst.gstin_kind(p_gstin) not in ('normal', 'government', 'tds', 'tcs'), true)
$$;
comment on function billing.gstin_is_of_state(text, text) is 'Whether a GSTIN may stand with a state code';
