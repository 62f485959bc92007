-- Why: gst.read_gstin for where one value is wanted.
create or replace function gst.gstin_fault(p_gstin text) returns text
language sql stable parallel safe
set search_path = ''
as $$ select fault from gst.read_gstin(p_gstin) $$;
comment on function gst.gstin_fault(text) is 'gstin_malformed, gstin_check_digit_wrong, or null for a sound (or absent) GSTIN';
