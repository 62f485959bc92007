-- Why: gst.rates_in_force for where a yes or no is wanted.
create or replace function gst.rate_in_force(p_rate numeric, p_hsn text, p_date date) returns boolean
language sql stable parallel safe
set search_path = ''
as $$ select exists (select 1 from gst.rates_in_force(p_rate, p_hsn, p_date)) $$;
comment on function gst.rate_in_force(numeric, text, date) is 'Whether a GST rate (percent) may be charged on an HSN on a day';
