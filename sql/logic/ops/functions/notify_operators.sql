-- Why: something is wrong with the installation, whatever the company: a portal that is down, a disk that is full.
-- Called by: whoever records the fact; needs no tenant. Mailed to PAKKA_OPERATORS; otherwise as ops.notify.
create or replace function ops.notify_operators(
  p_kind text, p_key text, p_severity text, p_subject text, p_body text, p_facts jsonb default '{}'
) returns uuid
language sql
set search_path = ''
as $$
  insert into ops.installation_notifications as n (kind, key, severity, subject, body, facts, first_seen_at, last_seen_at, mail_due_at)
  select p_kind, p_key, p_severity, left(p_subject, 200), left(p_body, 4000), coalesce(p_facts, '{}'),
         now.at, now.at, case when p_severity <> 'info' then now.at end
  from (select core.now() as at) as now
  on conflict (kind, key) where resolved_at is null do update
  set count = n.count + 1, last_seen_at = excluded.last_seen_at,
      mail_due_at = case when n.mailed_at < excluded.last_seen_at - interval '1 day' then excluded.mail_due_at else n.mail_due_at end
  returning id
$$;
comment on function ops.notify_operators(text, text, text, text, text, jsonb) is 'Raises a notification for whoever runs the installation, or counts it while the same one is open; its id';
