-- Why: the one place that says what kind of GSTIN a text is (not every one is a taxpayer's: embassies, deductors,
-- e-commerce operators and non-residents have shapes of their own, gst.gstin_formats) and what is wrong with it.
-- One row; kind null where it has no shape, fault null where nothing is wrong or nothing was given.
create or replace function gst.read_gstin(p_gstin text) returns table (kind text, fault text)
language sql stable parallel safe
begin atomic
  select format.kind,
         case
           when p_gstin is null then null
           when format.kind is null then 'gstin_malformed'
           when format.check_digit and right(p_gstin, 1) <> expected.digit then 'gstin_check_digit_wrong'
         end
  from gst.check_digit(p_gstin) as expected(digit)
  left join lateral (
    select f.kind, f.check_digit from gst.gstin_formats as f where p_gstin ~ f.pattern order by f.kind <> 'normal', f.kind limit 1
  ) as format on true;
end;
comment on function gst.read_gstin(text) is 'Kind of a GSTIN (gst.gstin_formats) and its fault: gstin_malformed, gstin_check_digit_wrong or null';
