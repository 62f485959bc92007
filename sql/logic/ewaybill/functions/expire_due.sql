-- Why: a bill whose validity has passed is expired, and so is Part A that was never given its vehicle; the trail says when. What
-- may still be extended is left alone while that is being asked. Called by: jobs/ewaybill/watch_expiry.ts.
create or replace function ewaybill.expire_due() returns integer
language sql
set search_path = ''
as $$
  with past as (
    select b.tenant_id, b.id from ewaybill.e_way_bills as b
    where b.tenant_id = (select core.current_tenant()) and b.status = 'active' and b.valid_until < core.now()
    union all
    select b.tenant_id, b.id from ewaybill.e_way_bills as b
    where b.tenant_id = (select core.current_tenant()) and b.status = 'part_a' and ewaybill.part_a_until(b.generated_at) < core.now()
  ), expired as (
    update ewaybill.e_way_bills as b
    set status = 'expired', updated_at = core.now()
    from past as p
    where b.tenant_id = p.tenant_id and b.id = p.id and (b.status = 'part_a' or b.status = 'active' and b.valid_until < core.now())
      and not exists (select from ewaybill.changes as h where h.tenant_id = b.tenant_id and h.e_way_bill_id = b.id and h.status in ('requested', 'unknown', 'planned'))
    returning b.id
  )
  select count(*)::int from expired
$$;
comment on function ewaybill.expire_due() is 'Marks bills past their validity as expired and answers how many';
