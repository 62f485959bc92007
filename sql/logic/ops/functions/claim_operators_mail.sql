-- Why: as ops.claim_mail, for what concerns the installation. Called by: domain/notify/mail.ts, in whichever company's turn.
create or replace function ops.claim_operators_mail(p_limit integer)
returns table (id uuid, severity text, subject text, body text, count integer, last_seen_at timestamptz)
language sql
set search_path = ''
as $$
  with due as materialized (
    select n.id from ops.installation_notifications as n
    where n.mail_due_at <= core.now()
    order by n.severity, n.first_seen_at limit p_limit for update skip locked
  )
  update ops.installation_notifications as n
  set mail_due_at = core.now() + interval '5 minutes', mail_attempts = n.mail_attempts + 1
  from due
  where n.id = due.id
  returning n.id, n.severity, n.subject, n.body, n.count, n.last_seen_at
$$;
comment on function ops.claim_operators_mail(integer) is 'Takes the installation''s notifications that are to be mailed';
