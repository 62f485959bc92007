-- Why: not every GSTIN is a taxpayer's: embassies, deductors, e-commerce operators and non-residents have shapes of
-- their own (gst.gstin_formats). Null where the text has none of them; the check digit is gst.gstin_fault's matter.
create or replace function gst.gstin_kind(p_gstin text) returns text
language sql stable parallel safe
set search_path = ''
as $$ select kind from gst.gstin_formats where p_gstin ~ pattern order by kind <> 'normal', kind limit 1 $$;
comment on function gst.gstin_kind(text) is 'Which kind of GSTIN a text is (gst.gstin_formats.kind), or null';
