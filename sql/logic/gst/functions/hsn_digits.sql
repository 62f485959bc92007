-- Why: how many digits of HSN an invoice must show grows with turnover (gst.hsn_digit_rules, notification 78/2020).
create or replace function gst.hsn_digits(p_date date, p_turnover numeric, p_registered boolean) returns integer
language sql stable parallel safe
set search_path = ''
as $$
  select case when p_registered then b2b_digits else b2c_digits end
  from gst.hsn_digit_rules
  where valid_from <= p_date and (turnover_above < p_turnover or turnover_above = 0)
  order by valid_from desc, turnover_above desc
  limit 1
$$;
comment on function gst.hsn_digits(date, numeric, boolean) is 'HSN digits wanted on a day at an aggregate turnover, for a registered or unregistered recipient';
