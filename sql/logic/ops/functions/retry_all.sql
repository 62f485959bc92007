-- Why: after an outage everything that stands is made due at once, instead of each after its own pause. What waits is taken,
-- not the calls: a thing that failed twenty times is tried once. What a portal refused is left out unless its code is named:
-- the portal stops who sends it the same faults again and again (NIC, note on top errors). Called by:
-- POST /api/ops/api-calls/retry-all. Each that is refused says why and stops no other. Oldest first; what is due already is
-- left to its run, so that asked again it goes on with the next five hundred. E-invoices, of which there are many, go as one.
create or replace function ops.retry_all(p_portal text default null, p_error_code text default null, p_limit integer default 500)
returns table (api_call_id uuid, kind text, subject_id uuid, refused text)
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_invoices uuid[];
begin
  if coalesce(p_portal, 'irp') = 'irp' then
    v_invoices := array(
      select e.voucher_id
      from einvoice.e_invoices as e
      where e.tenant_id = v_tenant and (p_error_code is null or e.error_code = p_error_code)
        and (e.status in ('pending', 'unknown') and (e.next_attempt_at > core.now() or e.held_at is not null)
             or e.status = 'failed' and (p_error_code is not null or e.refused_by = 'registration'))
        and exists (select from ops.api_calls as c where c.tenant_id = v_tenant and c.entity_id = e.voucher_id and c.portal = 'irp' and c.outcome <> 'done')
      order by e.created_at, e.id
      limit p_limit);
  end if;
  return query
    with made as (
      select last.id as call_id, e.id, m.code
      from einvoice.request_many(coalesce(v_invoices, '{}')) as m
      join einvoice.e_invoices as e on e.tenant_id = v_tenant and e.voucher_id = m.voucher_id
      cross join lateral (
        select c.id from ops.api_calls as c
        where c.tenant_id = v_tenant and c.entity_id = m.voucher_id and c.portal = 'irp' and c.outcome <> 'done'
        order by c.called_at desc limit 1) as last
    ), kept as (
      insert into ops.retries (tenant_id, api_call_id, kind, subject_id, requested_by, requested_at)
      select v_tenant, m.call_id, 'e_invoice', m.id, core.current_user_id(), core.now() from made as m where m.code is null
    )
    select m.call_id, case when m.code is null then 'e_invoice' end, case when m.code is null then m.id end, m.code from made as m;

  for api_call_id in
    with things as (
      select 'irp' as portal, d.invoice_id as entity_id, c.requested_at as since
      from einvoice.cancellations as c
      join einvoice.irn_details as d on d.tenant_id = c.tenant_id and d.id = c.irn_detail_id
      where c.tenant_id = v_tenant and c.cancellation_status in ('requested', 'unknown') and (p_error_code is null or c.error_code = p_error_code)
      union all
      select case b.road when 'direct' then 'ewb' else 'irp' end, b.voucher_id, b.created_at
      from ewaybill.e_way_bills as b
      where b.tenant_id = v_tenant and (p_error_code is null or b.error_code = p_error_code)
        and (b.status in ('pending', 'unknown') and b.next_attempt_at > core.now() or b.status = 'failed' and p_error_code is not null)
      union all
      select 'ewb', coalesce(b.voucher_id, h.received_bill_id, h.consolidated_bill_id), h.requested_at
      from ewaybill.changes as h
      left join ewaybill.e_way_bills as b on b.tenant_id = h.tenant_id and b.id = h.e_way_bill_id
      where h.tenant_id = v_tenant and h.status in ('requested', 'unknown') and h.next_attempt_at > core.now() and (p_error_code is null or h.error_code = p_error_code)
    )
    select last.id
    from things as t
    cross join lateral (
      select c.id from ops.api_calls as c
      where c.tenant_id = v_tenant and c.entity_id = t.entity_id and c.portal = t.portal and c.outcome <> 'done'
        and (t.portal = 'ewb' or c.operation in ('cancel', 'generate_ewb', 'get_ewb_by_irn', 'get_by_irn'))
      order by c.called_at desc limit 1) as last
    where p_portal is null or t.portal = p_portal
    order by t.since, last.id
    limit p_limit - cardinality(coalesce(v_invoices, '{}'))
  loop
    begin
      refused := null;
      select r.kind, r.subject_id into kind, subject_id from ops.retry_call(api_call_id) as r;
    exception when sqlstate 'PK400' or sqlstate 'PK404' or sqlstate 'PK409' then
      kind := null;
      subject_id := null;
      refused := sqlerrm;
    end;
    return next;
  end loop;
end $$;
comment on function ops.retry_all(text, text, integer) is 'Makes due again everything that stands after a failed call; a refusal''s name where one is left as it is';
