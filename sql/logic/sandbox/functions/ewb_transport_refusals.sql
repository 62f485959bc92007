-- Why: what the portal says to Part B, whether it comes with the bill or later. Without vehicle and transport document it is
-- Part A alone, which needs a transporter. Called by: sandbox.ewb_refusals, sandbox.update_ewb_vehicle, sandbox.extend_ewb.
create or replace function sandbox.ewb_transport_refusals(p_part jsonb, p_is_whole boolean) returns setof text
language sql stable
set search_path = ''
as $$
  select rule.code
  from (select coalesce(p_part ->> 'transMode', '') as mode, coalesce(p_part ->> 'vehicleNo', '') as vehicle, coalesce(p_part ->> 'transDocNo', '') as document,
               coalesce(p_part ->> 'transDocDate', '') as day, coalesce(p_part ->> 'transporterId', '') as transporter, coalesce(p_part ->> 'vehicleType', '') as type) as t
  cross join lateral (values
    ('220', t.mode in ('', '1', '2', '3', '4', '5')),
    ('621', t.vehicle = '' or t.mode <> ''), ('622', t.document = '' or t.mode <> ''),
    ('225', t.vehicle = '' or sandbox.ewb_vehicle_is_one(t.vehicle)), ('361', t.type in ('', 'R', 'O')),
    ('634', t.type <> 'O' or t.mode in ('', '1', '4', '5')),
    ('226', not p_is_whole or t.mode not in ('1', '5') or t.vehicle <> '' or t.document <> ''), ('385', t.mode not in ('2', '3') or (t.document <> '' and t.day <> '')),
    ('727', t.mode <> '4' or t.vehicle <> '' or t.document <> ''), ('726', t.mode <> '4' or t.type <> 'R' or t.vehicle = ''),
    ('729', t.mode <> '4' or t.document = '' or t.day <> ''),
    ('222', t.transporter = '' or t.transporter ~ '^[0-9]{2}[0-9A-Z]{13}$'),
    ('224', t.day = '' or sandbox.irp_date(t.day) is not null),
    ('619', p_is_whole or t.vehicle <> '' or t.document <> '' or t.transporter <> '')
  ) as rule(code, holds)
  where rule.holds is distinct from true
$$;
comment on function sandbox.ewb_transport_refusals(jsonb, boolean) is 'The portal''s codes for Part B; whole: it must be there';
