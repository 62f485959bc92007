-- Why: the e-way bill portal writes instants as dd/MM/yyyy hh:mm:ss AM and means IST.
create or replace function sandbox.ewb_time(p_at timestamptz) returns text
language sql immutable parallel safe
set search_path = ''
as $$ select to_char(p_at at time zone 'Asia/Kolkata', 'DD/MM/YYYY HH12:MI:SS AM') $$;
comment on function sandbox.ewb_time(timestamptz) is 'An instant as the e-way bill portal writes it, in IST';
