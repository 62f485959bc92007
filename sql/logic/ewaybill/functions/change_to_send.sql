-- Why: what is to be asked of the portal for an open change; whether it was sent before, for then it is asked first. Called
-- again for a settled one it answers no row. Called by: jobs/ewaybill/change.ts. Locks: the change.
create or replace function ewaybill.change_to_send(p_change_id uuid)
returns table (change text, payload text, request jsonb, ewb_number text, gstin text, voucher_id uuid, was_sent boolean, requested_at timestamptz)
language plpgsql
set search_path = ''
as $$
declare
  v_change ewaybill.changes;
begin
  select * into v_change from ewaybill.changes as h
  where h.tenant_id = core.current_tenant() and h.id = p_change_id and h.status in ('requested', 'unknown') for update;
  if not found then
    return;
  end if;
  update ewaybill.changes as h set sent_at = coalesce(h.sent_at, core.now()) where h.tenant_id = v_change.tenant_id and h.id = p_change_id;
  return query
    select v_change.change, v_change.payload, v_change.request, b.ewb_number, b.gstin, b.voucher_id, v_change.sent_at is not null, v_change.requested_at
    from ewaybill.e_way_bills as b where b.tenant_id = v_change.tenant_id and b.id = v_change.e_way_bill_id;
end $$;
comment on function ewaybill.change_to_send(uuid) is 'An open change with its payload, marked as sent; no row once it is settled';
