-- Why: something needs a person. Called by: whoever records the fact, in the same transaction; a job mails it within a
-- minute. The same (kind, key) again, while open, only counts, and is mailed again when a day has passed since.
-- Takes severity critical|warning|info; info is shown and not mailed. Needs a tenant in the context.
create or replace function ops.notify(
  p_kind text, p_key text, p_severity text, p_subject text, p_body text, p_facts jsonb default '{}'
) returns uuid
language plpgsql
set search_path = ''
as $$
declare
  v_now timestamptz := core.now();
  v_id uuid;
  v_count integer;
begin
  insert into ops.notifications as n (tenant_id, kind, key, severity, subject, body, facts, first_seen_at, last_seen_at, mail_due_at)
  values (core.current_tenant(), p_kind, p_key, p_severity, left(p_subject, 200), left(p_body, 4000), coalesce(p_facts, '{}'),
          v_now, v_now, case when p_severity <> 'info' then v_now end)
  on conflict (tenant_id, kind, key) where resolved_at is null do update
  set count = n.count + 1, last_seen_at = excluded.last_seen_at,
      mail_due_at = case when n.mailed_at < excluded.last_seen_at - interval '1 day' then excluded.mail_due_at else n.mail_due_at end
  returning n.id, n.count into v_id, v_count;
  if v_count = 1 then
    perform ops.raise_event('notification.raised', jsonb_build_object(
      'id', v_id, 'kind', p_kind, 'key', p_key, 'severity', p_severity, 'subject', left(p_subject, 200), 'body', left(p_body, 4000),
      'facts', coalesce(p_facts, '{}')));
  end if;
  return v_id;
end $$;
comment on function ops.notify(text, text, text, text, text, jsonb) is 'Raises a notification of the current tenant, or counts it while the same one is open; its id';
