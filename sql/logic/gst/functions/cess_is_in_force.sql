-- Why: gst.cess_in_force for where a yes or no is wanted of the few lines that bear a cess: a call of its own.
create or replace function gst.cess_is_in_force(p_hsn text, p_date date) returns boolean
language sql stable parallel safe
set search_path = ''
as $$ select exists (select 1 from gst.cess_in_force(p_hsn, p_date)) $$;
comment on function gst.cess_is_in_force(text, date) is 'Whether compensation cess may be charged on an HSN on a day';
