-- Why: a name is never given twice. Called by: payout.make_bank_files. Where a layout has no {SERIAL}, the second file of a
-- month is GST_Payment_Nov2024_2.csv.
create or replace function payout.bank_file_name(p_stem text, p_serial integer) returns text
language sql immutable parallel safe
set search_path = ''
as $$
  select case
    when p_stem like '%{SERIAL}%' then replace(p_stem, '{SERIAL}', lpad(p_serial::text, greatest(3, length(p_serial::text)), '0'))
    when p_serial = 1 then p_stem
    else regexp_replace(p_stem, '(\.[^.]*)?$', '_' || p_serial || '\1') end
$$;
comment on function payout.bank_file_name(text, integer) is 'The name of a bank file from its stem and serial';
