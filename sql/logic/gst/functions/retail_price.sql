-- Why: tobacco and pan masala are valued by their declared retail price from 01-02-2026 (rule 31D, gst.retail_price_goods).
-- Needed: the goods are surely those; allowed: they may be. An HSN shorter than a listed prefix, or one that biri shares,
-- may be either; the rate tells.
-- One row where the rule may apply, none elsewhere. Called by: billing.check_lines, explain_line_values.
create or replace function gst.retail_price(p_hsn text, p_gst_rate numeric, p_date date) returns table (needed boolean, notification text)
language sql stable parallel safe
begin atomic
  select (exists (select 1 from unnest(g.hsn_prefixes) as prefix where p_hsn like prefix || '%') and not stem.of_excepted) or p_gst_rate = g.gst_rate,
         g.notification
  from gst.retail_price_goods as g
  cross join lateral (select exists (select 1 from unnest(g.except_prefixes) as prefix where prefix like p_hsn || '%') as of_excepted) as stem
  where left(p_hsn, 2) = any (g.chapters) and g.valid_from <= p_date and (g.valid_to is null or g.valid_to >= p_date)
    and exists (select 1 from unnest(g.hsn_prefixes) as prefix where p_hsn like prefix || '%' or prefix like p_hsn || '%')
    and not exists (select 1 from unnest(g.except_prefixes) as prefix where p_hsn like prefix || '%');
end;
comment on function gst.retail_price(text, numeric, date) is 'Whether goods of an HSN at a rate are valued by their retail price on a day (rule 31D)';
