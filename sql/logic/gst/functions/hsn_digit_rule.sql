-- Why: the row of the law that says how many digits of HSN a turnover needs on a day (gst.hsn_digit_rules).
create or replace function gst.hsn_digit_rule(p_date date, p_turnover numeric) returns setof gst.hsn_digit_rules
language sql stable parallel safe
begin atomic
  select r.*
  from gst.hsn_digit_rules as r
  where r.valid_from <= p_date and (r.turnover_above < p_turnover or r.turnover_above = 0)
  order by r.valid_from desc, r.turnover_above desc
  limit 1;
end;
comment on function gst.hsn_digit_rule(date, numeric) is 'The rule of HSN digits for an aggregate turnover on a day';
