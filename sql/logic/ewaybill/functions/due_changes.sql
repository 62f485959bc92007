-- Why: a change whose job died, was killed or used up its retries is still open; the sweep finds it here, and who takes it
-- (ewaybill.change_to_send) holds it under a lease. Of a GSTIN no more than it has calls left; while its portal rests none, and
-- one once the rest is over, whose answer says whether the portal is back.
-- Called by: jobs/ewaybill/sweep_changes.ts. Takes the sites of the installation as ops.call_ways does.
create or replace function ewaybill.due_changes(p_limit integer, p_sites jsonb default null) returns setof uuid
language sql stable
set search_path = ''
as $$
  select d.id
  from (
    select h.id, h.next_attempt_at, w.configured, w.room, cardinality(w.usable) as usable, w.opens_at,
           row_number() over (partition by w.gstin order by h.next_attempt_at, h.id) as n
    from ewaybill.changes as h
    left join ewaybill.e_way_bills as b on b.tenant_id = h.tenant_id and b.id = h.e_way_bill_id
    left join ewaybill.received_bills as r on r.tenant_id = h.tenant_id and r.id = h.received_bill_id
    left join ewaybill.consolidated_bills as c on c.tenant_id = h.tenant_id and c.id = h.consolidated_bill_id
    left join ops.call_ways('ewb', p_sites) as w on w.gstin = coalesce(b.gstin, r.gstin, c.gstin)
    where h.tenant_id = (select core.current_tenant()) and h.status in ('requested', 'unknown') and h.next_attempt_at <= core.now()
      and (h.lease_until is null or h.lease_until <= core.now())
  ) as d
  where p_sites is null or d.configured = '{}' or d.usable > 0 and d.n <= d.room or d.opens_at <= core.now() and d.n = 1
  order by d.next_attempt_at, d.id
  limit p_limit
$$;
comment on function ewaybill.due_changes(integer, jsonb) is 'Open changes that nobody has in hand, that are due, and whose portal is not resting';
