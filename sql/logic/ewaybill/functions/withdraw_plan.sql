-- Why: a planned extension is taken back, or gives way to another. Called by: DELETE /api/ewaybill/{ewbNumber}/extend,
-- ewaybill.plan_extension. Locks: the plan. Null where the tenant has no such bill, or it has no plan.
create or replace function ewaybill.withdraw_plan(p_number text) returns uuid
language sql
set search_path = ''
as $$
  update ewaybill.changes as h
  set status = 'withdrawn', finished_at = core.now()
  from ewaybill.e_way_bills as b
  where b.tenant_id = (select core.current_tenant()) and b.ewb_number = p_number
    and h.tenant_id = b.tenant_id and h.e_way_bill_id = b.id and h.status = 'planned'
  returning h.e_way_bill_id
$$;
comment on function ewaybill.withdraw_plan(text) is 'Takes back the planned extension of a bill and answers the bill''s id';
