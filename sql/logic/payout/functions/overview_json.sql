-- What waits for a person, and every month by the state of its invoices: the figures of the first page of payouts.
-- Called by: domain/payout/overview.ts. Locks nothing, refuses nothing.
create or replace function payout.overview_json(p_months integer default 24)
returns jsonb
language sql stable
set search_path = ''
as $$
  with by_state as (
    select status, month, count(*) as invoices, sum(payable_amount) as amount
    from payout.invoices
    where tenant_id = (select core.current_tenant()) and status <> 'cancelled'
    group by status, month
  ), months as (
    select month,
      coalesce(sum(invoices), 0) as invoices,
      coalesce(sum(amount), 0.00) as amount,
      coalesce(sum(invoices) filter (where status = 'generated'), 0) as unsigned,
      coalesce(sum(invoices) filter (where status = 'submitted'), 0) as submitted,
      coalesce(sum(invoices) filter (where status in ('in_bank_file', 'part_paid')), 0) as at_the_bank,
      coalesce(sum(invoices) filter (where status = 'paid'), 0) as paid,
      coalesce(sum(amount) filter (where status = 'paid'), 0.00) as paid_amount,
      coalesce(sum(invoices) filter (where status in ('failed', 'returned')), 0) as failed
    from by_state
    group by month
    order by month desc
    limit p_months
  ), files as (
    select status, count(*) as files, coalesce(sum(total_amount), 0.00) as amount
    from payout.bank_file_log
    where tenant_id = (select core.current_tenant()) and status in ('generated', 'approved', 'sent_to_bank', 'part_reconciled')
    group by status
  ), waiting as (
    select count(*) as payments, coalesce(sum(i.amount - i.settled_amount), 0.00) as amount
    from payout.payout_items i
    join payout.bank_file_log f on f.tenant_id = i.tenant_id and f.id = i.bank_file_id
    where i.tenant_id = (select core.current_tenant()) and i.status in ('EXPORTED', 'PENDING')
      and f.status in ('sent_to_bank', 'part_reconciled')
  ), open as (
    select count(*) as exceptions, count(*) filter (where c.severity = 'critical') as critical
    from payout.settlement_exceptions e
    join payout.settlement_classes c using (classification)
    where e.tenant_id = (select core.current_tenant()) and e.status <> 'RESOLVED'
  ), previewed as (
    select count(*) as files from payout.settlement_files
    where tenant_id = (select core.current_tenant()) and status in ('previewed', 'held')
  )
  select jsonb_build_object(
    'submitted', (select jsonb_build_object('count', coalesce(sum(invoices), 0), 'amount', coalesce(sum(amount), 0.00))
      from by_state where status = 'submitted'),
    'failed', (select jsonb_build_object('count', coalesce(sum(invoices), 0), 'amount', coalesce(sum(amount), 0.00))
      from by_state where status in ('failed', 'returned')),
    'toApprove', (select jsonb_build_object('count', coalesce(sum(files), 0), 'amount', coalesce(sum(amount), 0.00))
      from files where status = 'generated'),
    'toSend', (select jsonb_build_object('count', coalesce(sum(files), 0), 'amount', coalesce(sum(amount), 0.00))
      from files where status = 'approved'),
    'notReported', (select jsonb_build_object('count', payments, 'amount', amount) from waiting),
    'exceptions', (select jsonb_build_object('count', exceptions, 'critical', critical) from open),
    'toApply', (select jsonb_build_object('count', files) from previewed),
    'months', coalesce((select jsonb_agg(jsonb_build_object(
        'month', month, 'invoices', invoices, 'amount', amount, 'unsigned', unsigned, 'submitted', submitted,
        'atTheBank', at_the_bank, 'paid', paid, 'paidAmount', paid_amount, 'failed', failed) order by month desc)
      from months), '[]'::jsonb))
$$;
comment on function payout.overview_json(integer) is
  'What waits for a person in partner payouts, and each of the newest months by the state of its invoices; rupees';
