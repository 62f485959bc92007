-- Why: a change whose job died, was killed or used up its retries is still open; the sweep finds it here, and who takes it
-- (ewaybill.change_to_send) holds it under a lease. Called by: jobs/ewaybill/sweep_changes.ts.
create or replace function ewaybill.due_changes(p_limit integer) returns setof uuid
language sql stable
set search_path = ''
as $$
  select h.id
  from ewaybill.changes as h
  where h.tenant_id = (select core.current_tenant()) and h.status in ('requested', 'unknown') and h.next_attempt_at <= core.now()
    and (h.lease_until is null or h.lease_until <= core.now())
  order by h.next_attempt_at, h.id
  limit p_limit
$$;
comment on function ewaybill.due_changes(integer) is 'Open changes that nobody has in hand and that are due';
