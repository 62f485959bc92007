-- Why: takes an open change for this worker: what is to be asked of the portal, and whether it was sent before, for then it is
-- asked first. A settled one answers no row; one that another living worker has, a row that says so.
-- Called by: domain/ewaybill (change.ts). Locks: the change. known_until, known_groups, known_trips: what stood before, to tell whether it happened.
create or replace function ewaybill.change_to_send(p_change_id uuid, p_lease interval default '5 minutes')
returns table (change text, payload text, request jsonb, ewb_number text, gstin text, provider text, entity_id uuid, was_sent boolean, is_taken boolean,
               known_until timestamptz, known_groups integer, known_trips text[], probe text, members jsonb, tried_at timestamptz, requested_at timestamptz)
language plpgsql
set search_path = ''
as $$
declare
  v_change ewaybill.changes;
  v_is_taken boolean;
begin
  select * into v_change from ewaybill.changes as h
  where h.tenant_id = core.current_tenant() and h.id = p_change_id and h.status in ('requested', 'unknown') for update;
  if not found then
    return;
  end if;
  v_is_taken := coalesce(v_change.lease_until > core.now(), false);
  if not v_is_taken then
    update ewaybill.changes as h
    set sent_at = coalesce(h.sent_at, core.now()), tried_at = core.now(), attempts = h.attempts + 1, lease_until = core.now() + p_lease
    where h.tenant_id = v_change.tenant_id and h.id = p_change_id;
  end if;
  return query
    select v_change.change, v_change.payload, v_change.request, coalesce(b.ewb_number, r.ewb_number), coalesce(b.gstin, r.gstin, c.gstin), case when b.road = 'direct' then b.provider end,
           coalesce(b.voucher_id, r.id, c.id), v_change.sent_at is not null, v_is_taken, b.valid_until, groups.n::int,
           array(select t.consolidated_number from ewaybill.consolidated_bills as t where t.tenant_id = v_change.tenant_id and t.gstin = c.gstin and t.status = 'generated'
                 and t.generated_at > v_change.requested_at - interval '1 day'),
           case when v_change.change = 'start_multi_vehicle' then (
             select ewaybill.change_payload(b.ewb_number, 'add_vehicle', '{}', q.request || jsonb_build_object('groupNo', (groups.n + 1)::text))
             from ewaybill.changes as q where q.tenant_id = v_change.tenant_id and q.e_way_bill_id = b.id and q.status = 'queued' order by q.id limit 1) end,
           (select jsonb_agg(jsonb_build_object('number', o.ewb_number, 'isPartA', o.valid_until is null) order by o.ewb_number)
            from ewaybill.consolidated_members as m
            join ewaybill.e_way_bills as o on o.tenant_id = m.tenant_id and o.id = m.e_way_bill_id
            where m.tenant_id = v_change.tenant_id and m.consolidated_bill_id = c.id),
           v_change.tried_at, v_change.requested_at
    from (select 1) as one
    left join ewaybill.e_way_bills as b on b.tenant_id = v_change.tenant_id and b.id = v_change.e_way_bill_id
    left join ewaybill.received_bills as r on r.tenant_id = v_change.tenant_id and r.id = v_change.received_bill_id
    left join ewaybill.consolidated_bills as c on c.tenant_id = v_change.tenant_id and c.id = v_change.consolidated_bill_id
    cross join lateral (select count(*) as n from ewaybill.vehicle_groups as g where g.tenant_id = b.tenant_id and g.e_way_bill_id = b.id) as groups;
end $$;
comment on function ewaybill.change_to_send(uuid, interval) is 'An open change with its payload, taken for this worker; no row once it is settled';
