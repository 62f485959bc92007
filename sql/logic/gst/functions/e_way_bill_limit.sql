-- Why: the row of the law that says above which value a movement needs an e-way bill: the State's own limit within it,
-- the general one (00) everywhere else (gst.e_way_bill_limits).
create or replace function gst.e_way_bill_limit(p_date date, p_from_state text, p_to_state text) returns setof gst.e_way_bill_limits
language sql stable parallel safe
begin atomic
  select l.*
  from gst.e_way_bill_limits as l
  where l.valid_from <= p_date and l.state_code in ('00', case when p_from_state = p_to_state then p_from_state end)
  order by l.state_code desc, l.valid_from desc
  limit 1;
end;
comment on function gst.e_way_bill_limit(date, text, text) is 'The value limit of e-way bills for a movement on a day';
