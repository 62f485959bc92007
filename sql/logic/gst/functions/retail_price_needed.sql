-- Why: gst.retail_price as one answer, for a line whose chapter has such goods at all. Not inlined: the other lines should not
-- pay for its look at prefixes. Called by: billing.check_lines.
create or replace function gst.retail_price_needed(p_hsn text, p_gst_rate numeric, p_date date) returns boolean
language sql stable parallel safe
set search_path = ''
as $$
  select bool_or(r.needed) from gst.retail_price(p_hsn, p_gst_rate, p_date) as r
$$;
comment on function gst.retail_price_needed(text, numeric, date) is 'Whether goods are valued by their retail price on a day; null where no rule speaks of them';
