-- Why: all a bill violates, at once. Called by: the sandbox portal (GENEWAYBILL).
create or replace function sandbox.ewb_refusals(p_gstin text, p_bill jsonb, p_now timestamptz) returns setof text
language sql stable
set search_path = ''
as $$
  select code
  from (select sandbox.ewb_party_refusals(p_gstin, p_bill, p_now) as code
        union select sandbox.ewb_goods_refusals(p_bill)
        union select sandbox.ewb_transport_refusals(p_bill, false)
        union select '221' where coalesce(p_bill ->> 'transDistance', '') !~ '^[0-9]{1,4}$' or (p_bill ->> 'transDistance')::int > 4000
        union select '721' where p_bill ->> 'transDistance' = '0' and p_bill ->> 'fromPincode' ~ '^[0-9]{6}$' and p_bill ->> 'toPincode' ~ '^[0-9]{6}$'
          and sandbox.ewb_distance((p_bill ->> 'fromPincode')::int, (p_bill ->> 'toPincode')::int) is null
        union select '702' from sandbox.pin_distances as d
          where d.from_pin::text = p_bill ->> 'fromPincode' and d.to_pin::text = p_bill ->> 'toPincode' and p_bill ->> 'transDistance' ~ '^[1-9][0-9]{0,3}$'
            and (p_bill ->> 'transDistance')::int not between d.km * 0.9 and d.km * 1.1
        union select '702' where p_bill ->> 'fromPincode' = p_bill ->> 'toPincode' and p_bill ->> 'transDistance' ~ '^[0-9]{3,4}$' and (p_bill ->> 'transDistance')::int > 100) as r
  order by code
$$;
comment on function sandbox.ewb_refusals(text, jsonb, timestamptz) is 'Every rule of the portal a bill breaks; no row means it may be issued';
