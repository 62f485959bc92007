-- Why: gst.read_gstin for where one value is wanted.
create or replace function gst.gstin_kind(p_gstin text) returns text
language sql stable parallel safe
set search_path = ''
as $$ select kind from gst.read_gstin(p_gstin) $$;
comment on function gst.gstin_kind(text) is 'Which kind of GSTIN a text is (gst.gstin_formats.kind), or null';
