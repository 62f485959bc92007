-- Why: when an open change is to be tried again, after the pause the portal asked for or our own. Null where it is over, or waits
-- for a person. Called by: jobs/ewaybill/change.ts.
create or replace function ewaybill.change_due_in(p_change_id uuid) returns numeric
language sql stable
set search_path = ''
as $$
  select greatest(0, extract(epoch from greatest(h.next_attempt_at, h.lease_until) - core.now()))
  from ewaybill.changes as h
  where h.tenant_id = (select core.current_tenant()) and h.id = p_change_id and h.status in ('requested', 'unknown') and isfinite(h.next_attempt_at)
$$;
comment on function ewaybill.change_due_in(uuid) is 'Seconds until an open change is due; null where it is not tried by itself any more';
