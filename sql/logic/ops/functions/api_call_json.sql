-- Why: one call to a portal, whole, with who tried again what it was about. Called by: GET /api/ops/api-calls/{id}.
create or replace function ops.api_call_json(p_id uuid) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object(
    'id', c.id, 'calledAt', c.called_at, 'portal', c.portal, 'operation', c.operation, 'entityId', c.entity_id, 'gstin', c.gstin,
    'environment', c.environment, 'provider', c.provider, 'url', c.url,
    'outcome', c.outcome, 'httpStatus', c.http_status, 'errorCode', c.error_code,
    'errorMessage', coalesce(c.error_message, (select e.message from einvoice.portal_errors as e where c.portal = 'irp' and e.code = c.error_code)),
    'durationMs', c.duration_ms, 'request', c.request ->> 'body', 'requestHeaders', c.request -> 'headers', 'response', c.response ->> 'body',
    'about', ops.call_subject(c.portal, c.operation, c.entity_id),
    'retries', (
      select coalesce(json_agg(json_build_object('requestedAt', r.requested_at, 'requestedBy', u.email) order by r.requested_at), '[]')
      from ops.retries as r left join core.users as u on u.tenant_id = r.tenant_id and u.id = r.requested_by
      where r.tenant_id = c.tenant_id and r.api_call_id = c.id))
  from ops.api_calls as c
  where c.tenant_id = (select core.current_tenant()) and c.id = p_id
$$;
comment on function ops.api_call_json(uuid) is 'One call to a portal with its bodies, what it was about and who tried that again';
