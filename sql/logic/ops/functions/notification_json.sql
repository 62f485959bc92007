-- Why: a notification as callers see it.
create or replace function ops.notification_json(p_id uuid) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object(
    'id', n.id, 'kind', n.kind, 'key', n.key, 'severity', n.severity, 'subject', n.subject, 'body', n.body, 'facts', n.facts,
    'count', n.count, 'firstSeenAt', n.first_seen_at, 'lastSeenAt', n.last_seen_at, 'resolvedAt', n.resolved_at, 'resolvedBy', n.resolved_by,
    'mailedAt', n.mailed_at, 'mailError', n.mail_error)
  from ops.notifications as n
  where n.tenant_id = (select core.current_tenant()) and n.id = p_id
$$;
comment on function ops.notification_json(uuid) is 'A notification as JSON';
