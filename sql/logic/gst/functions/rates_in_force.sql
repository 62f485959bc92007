-- Why: a rate is law on some days and for some goods only (gst.rates): 12 and 28 per cent ended on 21-09-2025 but for a
-- few goods, 40 per cent began the day after. An HSN shorter than a listed prefix is taken to be under it.
create or replace function gst.rates_in_force(p_rate numeric, p_hsn text, p_date date) returns setof gst.rates
language sql stable parallel safe
begin atomic
  select r.*
  from gst.rates as r
  where r.rate = p_rate and r.valid_from <= p_date and (r.valid_to is null or r.valid_to >= p_date)
    and case r.scope
      when 'all' then true
      when 'listed' then exists (select 1 from unnest(r.hsn_prefixes) as prefix where p_hsn like prefix || '%' or prefix like p_hsn || '%')
      else not exists (select 1 from unnest(r.hsn_prefixes) as prefix where p_hsn like prefix || '%')
    end;
end;
comment on function gst.rates_in_force(numeric, text, date) is 'The rows of the law that allow a GST rate (percent) on an HSN on a day; none: it may not be charged';
