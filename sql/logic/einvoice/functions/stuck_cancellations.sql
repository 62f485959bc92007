-- Why: a cancellation whose job was lost, or given up after all its tries, is taken up again. Called by: jobs/einvoice/retry_failed.ts.
create or replace function einvoice.stuck_cancellations() returns table (id uuid)
language sql stable
set search_path = ''
as $$
  select c.id from einvoice.cancellations as c
  where c.tenant_id = (select core.current_tenant()) and c.cancellation_status in ('requested', 'unknown') and c.requested_at <= core.now() - interval '20 minutes'
  order by c.id
$$;
comment on function einvoice.stuck_cancellations() is 'Cancellations that are still open twenty minutes after they were asked for';
