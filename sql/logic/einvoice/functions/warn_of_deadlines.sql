-- Why: a document that is not registered within its days can never be; somebody is told from three days before, once a GSTIN
-- and day; what was told is settled once none of them waits. Called by: jobs/einvoice/watch_deadlines.ts. Answers how many documents were told of.
create or replace function einvoice.warn_of_deadlines() returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_near record;
  v_count integer := 0;
begin
  for v_near in
    select e.gstin, v.voucher_date + law.days as deadline, count(*)::int as documents,
           string_agg(v.number || coalesce(' (' || e.error_code || ')', ''), ', ' order by v.number) as numbers
    from (select einvoice.reporting_days() as days offset 0) as law
    cross join einvoice.e_invoices as e
    join billing.vouchers as v on v.tenant_id = e.tenant_id and v.id = e.voucher_id
    where e.tenant_id = (select core.current_tenant()) and e.status in ('pending', 'sending', 'unknown', 'failed')
      and v.voucher_date + law.days between core.today() and core.today() + 3
    group by 1, 2
  loop
    perform ops.notify('e_invoice_deadline', v_near.gstin || ' ' || v_near.deadline, case when v_near.deadline <= core.today() + 1 then 'critical' else 'warning' end,
      format('%s documents of %s must have their IRN by %s', v_near.documents, v_near.gstin, v_near.deadline),
      format('Not registered yet: %s. After %s the portal refuses them for good (2305).', left(v_near.numbers, 2000), v_near.deadline),
      jsonb_build_object('gstin', v_near.gstin, 'deadline', v_near.deadline, 'documents', v_near.documents));
    v_count := v_count + v_near.documents;
  end loop;
  perform ops.resolve_notification(n.kind, n.key)
  from ops.notifications as n
  where n.tenant_id = core.current_tenant() and n.kind = 'e_invoice_deadline' and n.resolved_at is null
    and not exists (
      select from einvoice.e_invoices as e
      join billing.vouchers as v on v.tenant_id = e.tenant_id and v.id = e.voucher_id
      where e.tenant_id = n.tenant_id and e.status in ('pending', 'sending', 'unknown', 'failed')
        and n.key = e.gstin || ' ' || (v.voucher_date + einvoice.reporting_days()));
  return v_count;
end $$;
comment on function einvoice.warn_of_deadlines() is 'Tells of documents within three days of the last on which they can be registered';
