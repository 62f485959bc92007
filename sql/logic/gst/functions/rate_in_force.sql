-- Why: a rate is law on some days and for some goods only (gst.rates): 12 and 28 per cent ended on 21-09-2025 but for a
-- few goods, 40 per cent began the day after. An HSN shorter than a listed prefix is taken to be under it.
create or replace function gst.rate_in_force(p_rate numeric, p_hsn text, p_date date) returns boolean
language sql stable parallel safe
set search_path = ''
as $$
  select exists (
    select 1
    from gst.rates
    where rate = p_rate and valid_from <= p_date and (valid_to is null or valid_to >= p_date)
      and case scope
        when 'all' then true
        when 'listed' then exists (select 1 from unnest(hsn_prefixes) as prefix where p_hsn like prefix || '%' or prefix like p_hsn || '%')
        else not exists (select 1 from unnest(hsn_prefixes) as prefix where p_hsn like prefix || '%')
      end)
$$;
comment on function gst.rate_in_force(numeric, text, date) is 'Whether a GST rate (percent) may be charged on an HSN on a day';
