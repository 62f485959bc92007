-- Why: what is about to miss a deadline of the law or of a portal, the nearest first, with what has passed within a week: as
-- long as somebody can still act, or has to know. A document that was to be registered is told until it is, or is cancelled. Called by: GET /api/ops/deadlines, ops.summary.
-- Sources: einvoice.reporting_days, ewaybill.extension_window, ewaybill.part_a_until; an IRN and an e-way bill are cancelled
-- within 24 hours; what is unknown is asked about for 46 hours, and then waits for a person.
create or replace function ops.deadlines(p_within interval default '7 days')
returns table (kind text, entity_id uuid, voucher_id uuid, number text, number_there text, status text, due_at timestamptz, overdue boolean)
language sql stable
set search_path = ''
as $$
  with law as materialized (select einvoice.reporting_days() as days), open_invoices as (
    select e.*, v.number, v.voucher_date
    from einvoice.e_invoices as e
    join billing.vouchers as v on v.tenant_id = e.tenant_id and v.id = e.voucher_id
    where e.tenant_id = (select core.current_tenant()) and e.status in ('pending', 'sending', 'unknown', 'failed', 'cancelling') and v.status <> 'cancelled'
  ), bills as (
    select b.*, h.change as open_change, coalesce(h.sent_at, h.requested_at) as changed_at,
           exists (select from ewaybill.changes as p where p.tenant_id = b.tenant_id and p.e_way_bill_id = b.id and p.status = 'planned') as is_planned
    from (
      select * from ewaybill.e_way_bills as o
      where o.tenant_id = (select core.current_tenant()) and o.status in ('pending', 'sending', 'unknown', 'part_a', 'cancelling')
      union all
      select * from ewaybill.e_way_bills as o
      where o.tenant_id = (select core.current_tenant()) and o.status in ('active', 'expired')
        and o.valid_until between core.now() - interval '8 hours' and core.now() + p_within
    ) as b
    left join ewaybill.changes as h on h.tenant_id = b.tenant_id and h.e_way_bill_id = b.id and h.status in ('requested', 'unknown')
  ), due as (
    select 'e_invoice_reporting' as kind, i.id as entity_id, i.voucher_id, i.number, i.irn as number_there, i.status,
           (i.voucher_date + law.days + 1)::timestamp at time zone 'Asia/Kolkata' as due_at
    from open_invoices as i cross join law
    where i.status <> 'cancelling'
    union all
    select 'irn_cancel_window', i.id, i.voucher_id, i.number, i.irn, i.status, i.ack_date + interval '24 hours'
    from open_invoices as i where i.status = 'cancelling'
    union all
    select 'e_invoice_unknown', i.id, i.voucher_id, i.number, null, i.status, coalesce(i.sent_at, i.updated_at) + interval '46 hours'
    from open_invoices as i where i.status = 'unknown'
    union all
    select 'e_way_cancel_window', b.id, b.voucher_id, null, b.ewb_number, b.status, b.generated_at + interval '24 hours'
    from bills as b where b.status = 'cancelling'
    union all
    select 'e_way_bill_unknown', b.id, b.voucher_id, null, null, b.status, coalesce(b.unknown_since, b.updated_at) + interval '46 hours'
    from bills as b where b.status = 'unknown'
    union all
    select 'e_way_change_unsettled', b.id, b.voucher_id, null, b.ewb_number, b.open_change, b.changed_at + interval '46 hours'
    from bills as b where b.open_change is not null and b.status <> 'cancelling'
    union all
    select 'e_way_part_a', b.id, b.voucher_id, null, b.ewb_number, b.status, ewaybill.part_a_until(b.generated_at)
    from bills as b where b.status = 'part_a'
    union all
    select 'e_way_bill_expiring', b.id, b.voucher_id, null, b.ewb_number, case when b.is_planned then 'extension_planned' else b.status end, b.valid_until
    from bills as b where b.status = 'active' and b.valid_until > core.now()
    union all
    select 'e_way_extension_window', b.id, b.voucher_id, null, b.ewb_number, ewaybill.public_status(b.status, b.valid_until), w.closes_at
    from bills as b cross join lateral ewaybill.extension_window(b.valid_until) as w
    where b.status in ('active', 'expired') and b.valid_until < core.now() + interval '1 day' and core.now() between w.opens_at and w.closes_at
  )
  select d.kind, d.entity_id, d.voucher_id,
         coalesce(d.number, (select v.number from billing.vouchers as v where v.tenant_id = (select core.current_tenant()) and v.id = d.voucher_id)), d.number_there, d.status, d.due_at, d.due_at < core.now()
  from due as d
  where d.due_at <= core.now() + p_within and (d.due_at > core.now() - interval '7 days' or d.kind = 'e_invoice_reporting')
  order by d.due_at, d.entity_id
$$;
comment on function ops.deadlines(interval) is 'What is about to miss a deadline within a span, or missed it within a week, a registration at any time; the nearest first';
