-- Why: takes the notifications that are to be mailed, for five minutes. Called by: domain/notify/mail.ts.
create or replace function ops.claim_mail(p_limit integer)
returns table (id uuid, severity text, subject text, body text, count integer, last_seen_at timestamptz)
language sql
set search_path = ''
as $$
  -- Looked for once: inside "in (…)" the planner may look anew for every row, and take more than it was told to.
  with due as materialized (
    select n.id from ops.notifications as n
    where n.tenant_id = (select core.current_tenant()) and n.mail_due_at <= core.now()
    order by n.severity, n.first_seen_at limit p_limit for update skip locked
  )
  update ops.notifications as n
  set mail_due_at = core.now() + interval '5 minutes', mail_attempts = n.mail_attempts + 1
  from due
  where n.tenant_id = (select core.current_tenant()) and n.id = due.id
  returning n.id, n.severity, n.subject, n.body, n.count, n.last_seen_at
$$;
comment on function ops.claim_mail(integer) is 'Takes the tenant''s notifications that are to be mailed';
