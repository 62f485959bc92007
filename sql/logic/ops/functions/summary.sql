-- Why: how a company's portals and jobs stand, in figures, for the head of the operations pages. Called by: GET /api/ops/summary.
create or replace function ops.summary() returns json
language sql stable
set search_path = ''
as $$
  select json_build_object(
    'failedCallsToday', (
      select count(*) from ops.api_calls as c
      where c.tenant_id = (select core.current_tenant()) and c.outcome <> 'done' and c.called_at > (select core.now() - interval '24 hours')),
    'eInvoices', (
      select json_build_object(
        'pending', count(*) filter (where e.status in ('pending', 'sending')), 'unknown', count(*) filter (where e.status = 'unknown'),
        'failed', count(*) filter (where e.status = 'failed'), 'cancelling', count(*) filter (where e.status = 'cancelling'),
        'oldestPendingSince', min(e.created_at) filter (where e.status in ('pending', 'sending', 'unknown')))
      from einvoice.e_invoices as e
      where e.tenant_id = (select core.current_tenant()) and e.status in ('pending', 'sending', 'unknown', 'failed', 'cancelling')),
    'eWayBills', (
      select json_build_object(
        'pending', count(*) filter (where b.status in ('pending', 'sending')), 'unknown', count(*) filter (where b.status = 'unknown'),
        'failed', count(*) filter (where b.status = 'failed'), 'cancelling', count(*) filter (where b.status = 'cancelling'),
        'oldestPendingSince', min(b.created_at) filter (where b.status in ('pending', 'sending', 'unknown')))
      from ewaybill.e_way_bills as b
      where b.tenant_id = (select core.current_tenant()) and b.status in ('pending', 'sending', 'unknown', 'failed', 'cancelling')),
    'deadLetters', (select count(*) from ops.dead_letters as d where d.tenant_id = (select core.current_tenant()) and d.retried_at is null),
    'failedRunsToday', (
      select count(*) from ops.job_runs as r
      where r.tenant_id = (select core.current_tenant()) and r.outcome = 'failed' and r.started_at > (select core.now() - interval '24 hours')),
    'openNotifications', (select count(*) from ops.notifications as n where n.tenant_id = (select core.current_tenant()) and n.resolved_at is null),
    'deadlines', (
      select json_build_object('overdue', count(*) filter (where d.overdue), 'withinADay', count(*) filter (where not d.overdue))
      from ops.deadlines('1 day') as d))
$$;
comment on function ops.summary() is 'Figures of a company''s portals and jobs';
