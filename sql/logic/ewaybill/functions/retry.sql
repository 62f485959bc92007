-- Why: somebody wants it tried now: an open change, or a bill on its way, whatever pause or person it waits for. Takes a number, or
-- the id of a bill without one, received and consolidated bills as well. Called by: POST /api/ewaybill/{ewbNumber}/retry. No row where there is no such
-- bill. Refuses: e_way_bill_nothing_to_retry. Answers the change to be sent, null where the bill itself is.
create or replace function ewaybill.retry(p_key text) returns table (change_id uuid, bill_id uuid, kind text)
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_id uuid;
  v_kind text;
  v_change uuid;
begin
  select k.id, k.kind into v_id, v_kind from (
    select b.id, 'own' as kind from ewaybill.e_way_bills as b where b.tenant_id = v_tenant and (b.ewb_number = p_key or b.id::text = p_key)
    union all select r.id, 'received' from ewaybill.received_bills as r where r.tenant_id = v_tenant and (r.ewb_number = p_key or r.id::text = p_key)
    union all select c.id, 'consolidated' from ewaybill.consolidated_bills as c where c.tenant_id = v_tenant and (c.consolidated_number = p_key or c.id::text = p_key)) as k limit 1;
  if v_id is null then
    return;
  end if;
  update ewaybill.changes as h set next_attempt_at = core.now()
  where h.tenant_id = v_tenant and v_id in (h.e_way_bill_id, h.received_bill_id, h.consolidated_bill_id) and h.status in ('requested', 'unknown')
  returning h.id into v_change;
  if v_change is null then
    update ewaybill.e_way_bills as b set next_attempt_at = core.now(), unknown_since = null, updated_at = core.now()
    where b.tenant_id = v_tenant and b.id = v_id and b.status in ('pending', 'unknown');
    if not found then
      perform core.refuse('e_way_bill_nothing_to_retry', null, '{}');
    end if;
  end if;
  perform ops.resolve_notification('e_way_unknown_too_long', v_id::text);
  return query select v_change, v_id, v_kind;
end $$;
comment on function ewaybill.retry(text) is 'Makes an open change or bill due now; no row where the tenant has no such bill';
