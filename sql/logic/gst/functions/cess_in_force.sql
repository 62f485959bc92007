-- Why: compensation cess ended on 21-09-2025 for most goods and on 31-01-2026 for all (gst.cess_periods).
create or replace function gst.cess_in_force(p_hsn text, p_date date) returns boolean
language sql stable parallel safe
set search_path = ''
as $$
  select exists (
    select 1
    from gst.cess_periods
    where valid_from <= p_date and (valid_to is null or valid_to >= p_date)
      and (hsn_prefixes is null or exists (select 1 from unnest(hsn_prefixes) as prefix where p_hsn like prefix || '%'))
  )
$$;
comment on function gst.cess_in_force(text, date) is 'Whether compensation cess may be charged on an HSN on a day';
