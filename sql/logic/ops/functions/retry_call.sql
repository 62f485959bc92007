-- Why: somebody wants it tried again. Not the bytes of a call, which may be past their time or have worked after all: what the
-- call was about is made due by its own context, which asks the portal first wherever it may know it already.
-- Called by: POST /api/ops/api-calls/{id}/retry, ops.retry_all. No row where there is no such call. Answers the work to wake.
-- Refuses: api_call_succeeded, api_call_about_nothing, api_call_settled, and what the context refuses.
create or replace function ops.retry_call(p_id uuid) returns table (kind text, subject_id uuid, voucher_id uuid, status text)
language plpgsql
set search_path = ''
as $$
declare
  v_call ops.api_calls;
  v_subject json;
  v_kind text;
  v_id uuid;
  v_bill ewaybill.e_way_bills;
begin
  select * into v_call from ops.api_calls as c where c.tenant_id = core.current_tenant() and c.id = p_id;
  if not found then
    return;
  elsif v_call.outcome = 'done' then
    perform core.refuse('api_call_succeeded', null, '{}');
  end if;
  v_subject := ops.call_subject(v_call.portal, v_call.operation, v_call.entity_id);
  if v_subject is null then
    perform core.refuse('api_call_about_nothing', null, '{}');
  elsif not (v_subject ->> 'open')::boolean then
    perform core.refuse('api_call_settled', null, v_subject::jsonb);
  end if;
  v_kind := v_subject ->> 'kind';
  v_id := (v_subject ->> 'id')::uuid;
  if v_kind = 'e_invoice' then
    perform einvoice.request_generation(v_call.entity_id);
  elsif v_kind = 'e_way_change' then
    perform ewaybill.retry(coalesce(h.e_way_bill_id, h.received_bill_id, h.consolidated_bill_id)::text)
    from ewaybill.changes as h where h.tenant_id = v_call.tenant_id and h.id = v_id;
  elsif v_kind = 'e_way_bill' then
    select * into v_bill from ewaybill.e_way_bills as b where b.tenant_id = v_call.tenant_id and b.id = v_id;
    if v_bill.status = 'failed' then
      v_id := ewaybill.request_generation(v_bill.voucher_id, v_bill.transport);
    elsif v_bill.status <> 'sending' then
      perform ewaybill.retry(v_id::text);
    end if;
  end if;
  insert into ops.retries (tenant_id, api_call_id, kind, subject_id, requested_by, requested_at)
  values (v_call.tenant_id, p_id, v_kind, v_id, core.current_user_id(), core.now());
  return query select v_kind, v_id, (v_subject ->> 'voucherId')::uuid, v_subject ->> 'status';
end $$;
comment on function ops.retry_call(uuid) is 'Makes due again what a failed call to a portal was about; no row where the tenant has no such call';
