-- What waits for a person, and every month by the state of its invoices: the figures of the first page of payouts.
-- Called by: domain/payout/overview.ts. Locks nothing, refuses nothing.
create or replace function payout.overview_json(p_months integer default 24)
returns jsonb
language sql stable
set search_path = ''
as $$
  with recursive newest as ( -- month by month down the index: not through every invoice there is
    select (select max(month) from payout.invoices where tenant_id = (select core.current_tenant())) as month, 1 as nth
    union all
    select (select max(i.month) from payout.invoices as i where i.tenant_id = (select core.current_tenant()) and i.month < n.month), n.nth + 1
    from newest as n where n.month is not null and n.nth < p_months
  ), sent as ( -- what the bank has not paid yet stands in a file that is not reconciled; the rest of what was exported is paid
    select i.month, count(*) as invoices, sum(i.payable_amount) as amount
    from payout.bank_file_log as f
    cross join lateral (
      select t.invoice_id from payout.payout_items as t
      where t.tenant_id = f.tenant_id and t.bank_file_id = f.id and t.status in ('EXPORTED', 'PENDING', 'ON_HOLD') offset 0) as t
    cross join lateral (
      select v.month, v.payable_amount from payout.invoices as v
      where v.tenant_id = f.tenant_id and v.id = t.invoice_id and v.status = 'in_bank_file' limit 1) as i
    where f.tenant_id = (select core.current_tenant()) and f.status in ('generated', 'approved', 'sent_to_bank', 'part_reconciled')
    group by i.month
  ), by_stage as (
    select i.stage, i.month, count(*) as invoices, sum(i.payable_amount) as amount
    from payout.invoices as i
    where i.tenant_id = (select core.current_tenant()) and i.stage in ('generated', 'submitted', 'part_paid', 'failed', 'returned')
    group by i.stage, i.month
    union all
    select 'exported', n.month, e.invoices, e.amount
    from newest as n
    cross join lateral (
      select count(*) as invoices, coalesce(sum(i.payable_amount), 0.00) as amount from payout.invoices as i
      where i.tenant_id = (select core.current_tenant()) and i.stage = 'exported' and i.month = n.month) as e
    where e.invoices > 0
  ), by_state as (
    select b.stage as status, b.month, b.invoices, b.amount from by_stage as b where b.stage <> 'exported'
    union all
    select 'in_bank_file', s.month, s.invoices, s.amount from sent as s
    union all
    select 'paid', b.month, b.invoices - coalesce(s.invoices, 0), b.amount - coalesce(s.amount, 0.00)
    from by_stage as b left join sent as s on s.month = b.month where b.stage = 'exported'
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
    where month in (select n.month from newest as n)
    group by month
  ), files as (
    select status, count(*) as files, coalesce(sum(total_amount), 0.00) as amount
    from payout.bank_file_log
    where tenant_id = (select core.current_tenant()) and status in ('generated', 'approved', 'sent_to_bank', 'part_reconciled')
    group by status
  ), waiting as (
    select count(*) as payments, coalesce(sum(i.amount - i.settled_amount), 0.00) as amount
    from payout.bank_file_log as f
    cross join lateral (
      select t.amount, t.settled_amount from payout.payout_items as t
      where t.tenant_id = f.tenant_id and t.bank_file_id = f.id and t.status in ('EXPORTED', 'PENDING') offset 0) as i
    where f.tenant_id = (select core.current_tenant()) and f.status in ('sent_to_bank', 'part_reconciled')
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
