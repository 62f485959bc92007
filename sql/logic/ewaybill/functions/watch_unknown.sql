-- Why: unknown is a state that ends. What the portal has not settled within 46 hours goes to a person, and is asked again only
-- by hand (ewaybill.retry): bills and changes alike. Called by: jobs/ewaybill/sweep_changes.ts, which comes by often enough to say
-- since when a bill is unknown. Answers how many went to a person.
create or replace function ewaybill.watch_unknown() returns integer
language sql
set search_path = ''
as $$
  with stamped as (
    update ewaybill.e_way_bills as b
    set unknown_since = case b.status when 'unknown' then core.now() end
    where b.tenant_id = (select core.current_tenant()) and b.status in ('pending', 'unknown', 'part_a', 'active', 'failed')
      and (b.status = 'unknown') <> (b.unknown_since is not null)
  ), bills as (
    update ewaybill.e_way_bills as b
    set error_code = 'unknown_too_long', error_message = ewaybill.told_too_long(b.error_message), next_attempt_at = 'infinity', updated_at = core.now()
    where b.tenant_id = (select core.current_tenant()) and b.status = 'unknown' and b.unknown_since <= core.now() - interval '46 hours'
      and isfinite(b.next_attempt_at) and (b.lease_until is null or b.lease_until <= core.now())
    returning b.id, b.voucher_id, b.error_message, 'make' as change
  ), changes as (
    update ewaybill.changes as h
    set status = 'unknown', error_code = 'unknown_too_long', error_message = ewaybill.told_too_long(h.error_message), next_attempt_at = 'infinity'
    where h.tenant_id = (select core.current_tenant()) and h.status in ('requested', 'unknown') and h.sent_at <= core.now() - interval '46 hours'
      and isfinite(h.next_attempt_at) and (h.lease_until is null or h.lease_until <= core.now())
    returning coalesce(h.e_way_bill_id, h.received_bill_id, h.consolidated_bill_id) as id, null::uuid, h.error_message, h.change
  )
  select count(ops.notify('e_way_unknown_too_long', l.id::text, 'critical', 'The e-way bill portal has not said for 46 hours whether it did what was asked',
    'Asked: ' || replace(l.change, '_', ' ') || '. Look at the portal, then ask again with POST /api/ewaybill/' || l.id || '/retry. ' || l.error_message,
    jsonb_strip_nulls(jsonb_build_object('id', l.id, 'voucherId', l.voucher_id, 'change', l.change))))::int
  from (select * from bills union all select * from changes) as l(id, voucher_id, error_message, change)
$$;
comment on function ewaybill.watch_unknown() is 'Hands to a person what has been unknown for 46 hours and answers how many';
