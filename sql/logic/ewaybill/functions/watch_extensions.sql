-- Why: an extension somebody asked for that is not there two hours before its window closes is told; and again once it has
-- closed without it, when nothing can be done at the portal any more and another bill is wanted.
-- Called by: jobs/ewaybill/extend_due.ts, after it tried. Answers how many were told.
create or replace function ewaybill.watch_extensions() returns integer
language sql
set search_path = ''
as $$
  with open as (
    select b as bill, w.closes_at, h.error_message
    from ewaybill.changes as h
    join ewaybill.e_way_bills as b on b.tenant_id = h.tenant_id and b.id = h.e_way_bill_id
    cross join lateral ewaybill.extension_window(b.valid_until) as w
    where h.tenant_id = (select core.current_tenant()) and h.change = 'extend' and h.status in ('planned', 'requested', 'unknown')
      and core.now() > w.closes_at - interval '2 hours'
  ), told as (
    select ewaybill.notify_extension(o.bill, case when core.now() > o.closes_at then 'e_way_extension_missed' else 'e_way_extension_at_risk' end, o.error_message)
    from open as o
  )
  select count(*)::int from told
$$;
comment on function ewaybill.watch_extensions() is 'Tells of extensions whose window is about to close or has closed';
