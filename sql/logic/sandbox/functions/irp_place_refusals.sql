-- Why: where goods come from, go to and leave the country must be places, countries and currencies the portal's masters know.
-- Called by: sandbox.irp_refusals. Source: NIC's list of validations. The masters of ports, countries and currencies are those
-- of schema gst: public lists, not rules.
create or replace function sandbox.irp_place_refusals(p_payload jsonb) returns table (code text, subject text)
language sql stable
set search_path = ''
as $$
  select '2200', place.state
  from (values (p_payload #>> '{DispDtls,Stcd}'), (p_payload #>> '{ShipDtls,Stcd}')) as place(state)
  where place.state is not null and not exists (select from sandbox.irp_states as s where s.code = lpad(place.state, 2, '0'))
  union all
  select '2236', null where p_payload #>> '{TranDtls,SupTyp}' like 'EXPW%' and p_payload #>> '{ShipDtls,Stcd}' = '96'
  union all
  select '2201', null where p_payload #>> '{ExpDtls,Port}' is not null and not exists (select from gst.ports as p where p.code = upper(p_payload #>> '{ExpDtls,Port}'))
  union all
  select '2202', null where p_payload #>> '{ExpDtls,CntCode}' is not null and not exists (select from gst.countries as c where c.code = p_payload #>> '{ExpDtls,CntCode}')
  union all
  select '2203', null where p_payload #>> '{ExpDtls,ForCur}' is not null and not exists (select from gst.currencies as c where c.code = upper(p_payload #>> '{ExpDtls,ForCur}'))
$$;
comment on function sandbox.irp_place_refusals(jsonb) is 'The portal''s codes for places of dispatch and shipment, ports, countries and currencies it does not know';
