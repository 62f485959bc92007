-- Why: whether a code stands in one of the law's lists on a day. A function of its own, not inlined: few documents name a
-- currency, a country or a port, and the others should not open these tables. Called by: billing.check_documents.
create or replace function gst.is_code(p_list text, p_code text, p_date date) returns boolean
language sql stable parallel safe
set search_path = ''
as $$
  select case p_list
    when 'currency' then exists (select 1 from gst.currencies as c where c.code = p_code and p_date <= coalesce(c.valid_to, 'infinity'))
    when 'country' then exists (select 1 from gst.countries as c where c.code = p_code)
    when 'port' then exists (select 1 from gst.ports as p where p.code = p_code)
  end
$$;
comment on function gst.is_code(text, text, date) is 'Whether a currency, country or port is on the list of the law on a day';
