-- Why: what the portal says to document and parties of a bill. Called by: sandbox.ewb_refusals.
create or replace function sandbox.ewb_party_refusals(p_gstin text, p_bill jsonb, p_now timestamptz) returns setof text
language sql stable
set search_path = ''
as $$
  with b as (
    select p_bill ->> 'supplyType' as supply, trim(p_bill ->> 'subSupplyType') as sub, p_bill ->> 'docType' as doc, p_bill ->> 'docNo' as number,
           sandbox.irp_date(p_bill ->> 'docDate') as day, (p_now at time zone 'Asia/Kolkata')::date as today,
           p_bill ->> 'fromGstin' as from_gstin, p_bill ->> 'toGstin' as to_gstin, (p_bill ->> 'fromPincode')::numeric as from_pin,
           (p_bill ->> 'toPincode')::numeric as to_pin, lpad(p_bill ->> 'fromStateCode', 2, '0') as from_state, lpad(p_bill ->> 'toStateCode', 2, '0') as to_state,
           lpad(p_bill ->> 'actFromStateCode', 2, '0') as act_from, lpad(p_bill ->> 'actToStateCode', 2, '0') as act_to, p_bill ->> 'transactionType' as kind
  )
  select rule.code
  from b
  left join sandbox.irp_taxpayers as supplier on supplier.gstin = b.from_gstin
  cross join lateral (values
    ('201', b.supply in ('O', 'I')), ('202', b.sub ~ '^([1-9]|1[0-2])$'), ('204', b.doc in ('INV', 'BIL', 'BOE', 'CHL', 'OTH')),
    ('205', b.supply <> 'I' or case b.sub when '1' then b.doc in ('INV', 'BIL') when '2' then b.doc = 'BOE' when '9' then b.doc in ('BOE', 'INV', 'BIL', 'CHL')
      when '8' then b.doc in ('CHL', 'OTH') when '5' then b.doc = 'CHL' when '6' then b.doc = 'CHL' when '7' then b.doc = 'CHL' when '12' then b.doc = 'CHL' else false end),
    ('205', b.supply <> 'O' or case b.sub when '1' then b.doc in ('INV', 'BIL') when '3' then b.doc in ('INV', 'BIL') when '4' then b.doc = 'CHL'
      when '5' then b.doc = 'CHL' when '8' then b.doc in ('CHL', 'OTH') when '9' then b.doc in ('INV', 'BIL', 'CHL') when '10' then b.doc = 'CHL'
      when '11' then b.doc in ('CHL', 'OTH') when '12' then b.doc = 'CHL' else false end),
    ('377', b.sub <> '8' or coalesce(p_bill ->> 'subSupplyDesc', '') <> ''),
    ('206', b.number ~ '^[A-Za-z0-9/-]{1,16}$'), ('207', b.day is not null and b.day <= b.today), ('819', b.day is null or b.day >= '2017-07-01'),
    ('820', b.day is null or b.day < '2017-07-01' or b.day >= b.today - sandbox.setting('ewbDocumentDays')::int),
    ('208', b.from_gstin = 'URP' or supplier.gstin is not null or sandbox.gstin_check_digit_fits(b.from_gstin)),
    ('212', b.to_gstin = 'URP' or exists (select from sandbox.irp_taxpayers as t where t.gstin = b.to_gstin) or sandbox.gstin_check_digit_fits(b.to_gstin)),
    ('822', b.from_gstin <> 'URP' or b.to_gstin <> 'URP'),
    ('359', b.supply <> 'O' or b.from_gstin = p_gstin), ('360', b.supply <> 'I' or b.to_gstin = p_gstin),
    ('373', b.supply <> 'O' or b.sub <> '3' or b.to_state in ('96', '99')), ('374', b.sub <> '3' or b.act_to not in ('96', '99') or b.to_pin = 999999),
    ('450', b.supply <> 'O' or b.sub <> '3' or b.to_gstin = 'URP' or exists (select from sandbox.irp_taxpayers as t where t.gstin = b.to_gstin and t.taxpayer_type = 'SEZ')),
    ('211', exists (select from sandbox.irp_states as s where s.code = b.from_state)), ('215', exists (select from sandbox.irp_states as s where s.code = b.to_state)),
    ('371', exists (select from sandbox.irp_states as s where s.code = b.act_from)), ('372', exists (select from sandbox.irp_states as s where s.code = b.act_to)),
    ('210', b.from_pin between 100000 and 999999), ('214', b.to_pin between 100000 and 999999),
    ('437', b.from_pin = 999999 or exists (select from sandbox.irp_pin_ranges as r where r.state_code = b.act_from and b.from_pin::int / 1000 between r.first_three and r.last_three)),
    ('436', b.to_pin = 999999 or exists (select from sandbox.irp_pin_ranges as r where r.state_code = b.act_to and b.to_pin::int / 1000 between r.first_three and r.last_three)),
    ('614', b.kind is not null), ('612', b.kind is null or b.kind in ('1', '2', '3', '4')),
    -- A GSTIN billed as other country is a unit in a special economic zone.
    ('643', b.kind not in ('1', '2') or b.from_state = b.act_from or b.from_state = '96' and b.from_gstin <> 'URP'),
    ('644', b.kind not in ('1', '3') or b.to_state = b.act_to or b.to_state = '96' and b.to_gstin <> 'URP'),
    ('375', b.supply <> 'I' or b.sub <> '2' or b.from_state in ('96', '99')), ('376', b.supply <> 'I' or b.sub <> '2' or b.from_pin = 999999 or b.act_from not in ('96', '99')),
    ('451', b.supply <> 'I' or b.sub <> '2' or b.from_gstin = 'URP' or supplier.taxpayer_type = 'SEZ'),
    ('615', b.kind not in ('1', '2') or coalesce(p_bill ->> 'dispatchFromGSTIN', '') = ''), ('616', b.kind <> '1' or coalesce(p_bill ->> 'shipToGSTIN', '') = ''),
    ('864', b.kind <> '3' or coalesce(p_bill ->> 'shipToGSTIN', '') = ''), ('617', b.kind not in ('3', '4') or coalesce(p_bill ->> 'dispatchFromGSTIN', 'URP') in ('', 'URP') or p_bill ->> 'dispatchFromGSTIN' <> b.from_gstin),
    ('618', b.kind not in ('2', '4') or coalesce(p_bill ->> 'shipToGSTIN', 'URP') in ('', 'URP') or p_bill ->> 'shipToGSTIN' <> b.to_gstin),
    ('703', supplier.taxpayer_type is distinct from 'CMP' or b.supply <> 'O' or b.from_state = b.to_state),
    ('855', coalesce(supplier.taxpayer_type, 'REG') not in ('TDS', 'TCS')),
    ('715', supplier.block_status is distinct from 'B'),
    ('716', not exists (select from sandbox.irp_taxpayers as t where t.gstin = b.to_gstin and t.block_status = 'B')),
    ('717', not exists (select from sandbox.irp_taxpayers as t where t.gstin = p_bill ->> 'transporterId' and t.block_status = 'B')),
    ('722', not exists (select from sandbox.irp_taxpayers as t where t.gstin = b.to_gstin and t.status = 'CNL' and coalesce(t.deregistered_on < b.day, true))),
    ('714', supplier.taxpayer_type is distinct from 'CMP' or b.doc <> 'INV'),
    -- Above five crore an invoice to the registered, or for export, goes through its IRN.
    ('720', coalesce(supplier.turnover, 0) <= 50000000 or b.supply <> 'O' or b.doc <> 'INV' or (b.to_gstin = 'URP' and b.sub <> '3'))
  ) as rule(code, holds)
  where rule.holds is distinct from true
$$;
comment on function sandbox.ewb_party_refusals(text, jsonb, timestamptz) is 'The portal''s codes for document and parties of a bill';
