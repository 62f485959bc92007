-- Why: a received bill is rejected once the portal says so; refused, it stands. Called by: ewaybill.record_change.
create or replace function ewaybill.settle_rejection(p_change ewaybill.changes, p_ending jsonb) returns void
language sql
set search_path = ''
as $$
  update ewaybill.received_bills as r
  set status = case p_ending ->> 'outcome' when 'done' then 'rejected' else 'active' end,
      rejected_at = case p_ending ->> 'outcome' when 'done' then coalesce((p_ending ->> 'at')::timestamptz, core.now()) end, updated_at = core.now()
  where r.tenant_id = p_change.tenant_id and r.id = p_change.received_bill_id
$$;
comment on function ewaybill.settle_rejection(ewaybill.changes, jsonb) is 'Marks a received bill as rejected, or as it stood';
