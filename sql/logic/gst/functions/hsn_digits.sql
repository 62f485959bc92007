-- Why: how many digits of HSN an invoice must show grows with turnover (gst.hsn_digit_rules, notification 78/2020).
create or replace function gst.hsn_digits(p_date date, p_turnover numeric, p_registered boolean) returns setof integer
language sql stable parallel safe
begin atomic
  select case when p_registered then r.b2b_digits else r.b2c_digits end from gst.hsn_digit_rule(p_date, p_turnover) as r;
end;
comment on function gst.hsn_digits(date, numeric, boolean) is 'HSN digits wanted on a day at an aggregate turnover, for a registered or unregistered recipient';
