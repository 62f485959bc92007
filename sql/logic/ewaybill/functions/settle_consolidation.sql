-- Why: a consolidated bill has its number, and its members go on in its vehicle; one that had none is valid from now on, until
-- when the portal tells of each. Called by: ewaybill.record_change. members: [{number, validUntil}].
create or replace function ewaybill.settle_consolidation(p_change ewaybill.changes, p_ending jsonb) returns void
language plpgsql
set search_path = ''
as $$
declare
  v_trip ewaybill.consolidated_bills;
begin
  update ewaybill.consolidated_bills as c
  set status = case p_ending ->> 'outcome' when 'done' then 'generated' else 'failed' end, consolidated_number = p_ending ->> 'number',
      generated_at = case p_ending ->> 'outcome' when 'done' then coalesce((p_ending ->> 'at')::timestamptz, core.now()) end, updated_at = core.now()
  where c.tenant_id = p_change.tenant_id and c.id = p_change.consolidated_bill_id
  returning * into v_trip;
  if v_trip.status = 'generated' then
    update ewaybill.e_way_bills as b
    set transport = b.transport || (v_trip.transport - array['fromPlace', 'fromState']), updated_at = core.now(),
        valid_until = coalesce(b.valid_until, t."validUntil"),
        status = case when b.status = 'part_a' and t."validUntil" is not null then 'active' else b.status end
    from ewaybill.consolidated_members as m
    join ewaybill.e_way_bills as o on o.tenant_id = m.tenant_id and o.id = m.e_way_bill_id
    left join jsonb_to_recordset(p_ending -> 'members') as t(number text, "validUntil" timestamptz) on t.number = o.ewb_number
    where m.tenant_id = v_trip.tenant_id and m.consolidated_bill_id = v_trip.id and b.tenant_id = m.tenant_id and b.id = m.e_way_bill_id;
  end if;
end $$;
comment on function ewaybill.settle_consolidation(ewaybill.changes, jsonb) is 'Gives a consolidated bill its number and its members their vehicle';
