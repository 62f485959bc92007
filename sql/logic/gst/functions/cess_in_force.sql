-- Why: compensation cess ended on 21-09-2025 for most goods and on 31-01-2026 for all (gst.cess_periods).
create or replace function gst.cess_in_force(p_hsn text, p_date date) returns setof gst.cess_periods
language sql stable parallel safe
begin atomic
  select c.*
  from gst.cess_periods as c
  where c.valid_from <= p_date and (c.valid_to is null or c.valid_to >= p_date)
    and (c.hsn_prefixes is null or exists (select 1 from unnest(c.hsn_prefixes) as prefix where p_hsn like prefix || '%'));
end;
comment on function gst.cess_in_force(text, date) is 'The row of the law that allows compensation cess on an HSN on a day; none: it may not be charged';
