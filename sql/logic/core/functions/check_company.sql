-- Why: what must hold of a company as sent, raised at the first fault.
create or replace function core.check_company(p_company jsonb) returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_fault record;
begin
  select '/gstins/' || (s.ord - 1) || fault.pointer as pointer, fault.code, fault.facts into v_fault
  from jsonb_array_elements(p_company -> 'gstins') with ordinality as s(body, ord)
  cross join lateral (select s.body ->> 'gstin' as gstin, coalesce(s.body ->> 'stateCode', left(s.body ->> 'gstin', 2)) as state) as g
  cross join lateral gst.read_gstin(g.gstin) as read
  cross join lateral (values
    (read.fault is not null, '/gstin', read.fault, jsonb_build_object('gstin', g.gstin)),
    (not gst.gstin_is_of_state(g.gstin, read.kind, g.state), '/stateCode', 'gstin_of_another_state', jsonb_build_object('gstin', g.gstin, 'stateCode', g.state)),
    (not exists (select 1 from gst.states where code = g.state and coalesce(valid_to >= core.today(), true)), '/stateCode', 'state_unknown', jsonb_build_object('stateCode', g.state)),
    (substr(g.gstin, 3, 10) <> p_company ->> 'pan', '/gstin', 'gstin_of_another_pan', jsonb_build_object('gstin', g.gstin, 'pan', p_company ->> 'pan'))
  ) as fault(found, pointer, code, facts)
  where fault.found
  order by s.ord
  limit 1;
  if found then
    perform core.refuse(v_fault.code, v_fault.pointer, v_fault.facts);
  end if;
  if jsonb_array_length(p_company -> 'gstins') > 1
     and (select count(*) from jsonb_array_elements(p_company -> 'gstins') as s(body) where (s.body ->> 'isDefault')::boolean) <> 1 then
    perform core.refuse('one_default_gstin', '/gstins', '{}');
  end if;
end $$;
comment on function core.check_company(jsonb) is 'Raises the first fault of a company as sent';
