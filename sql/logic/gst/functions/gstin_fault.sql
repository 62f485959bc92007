-- Why: the one place that says what is wrong with a GSTIN, as a refusal code; null where nothing is.
create or replace function gst.gstin_fault(p_gstin text) returns text
language sql stable parallel safe
set search_path = ''
as $$
  select case
    when p_gstin is null then null
    when format.kind is null then 'gstin_malformed'
    when format.check_digit and right(p_gstin, 1) <> gst.check_digit(p_gstin) then 'gstin_check_digit_wrong'
  end
  from (select 1) as one
  left join lateral (
    select kind, check_digit from gst.gstin_formats where p_gstin ~ pattern order by kind <> 'normal', kind limit 1
  ) as format on true
$$;
comment on function gst.gstin_fault(text) is 'gstin_malformed, gstin_check_digit_wrong, or null for a sound (or absent) GSTIN';
